# One image for web and worker. The front end is built with Node, which the image itself does not need.
FROM node:22-slim AS front-end
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --no-audit --no-fund
COPY sandbox/editor sandbox/editor
RUN npm run build

FROM python:3.12-slim
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 STATE_DIR=/state
WORKDIR /site
COPY requirements/run.txt requirements/run.txt
RUN pip install --no-cache-dir --require-hashes --requirement requirements/run.txt
COPY manage.py pyproject.toml ./
COPY config config
COPY cards cards
COPY quizzes quizzes
COPY sandbox sandbox
COPY --from=front-end /build/sandbox/static/sandbox/built sandbox/static/sandbox/built
# Collected under the folder that is served; the key is for this command only.
RUN python -m compileall -q . \
 && STATE_DIR=/tmp/build STATIC_ROOT=/site/static-root SECRET_KEY=build python manage.py collectstatic --noinput -v 0 \
 && useradd --system --create-home kubedrill && mkdir /state && chown kubedrill /state
ENV STATIC_ROOT=/site/static-root
USER kubedrill
EXPOSE 8000
CMD ["gunicorn", "config.wsgi", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", "--workers", "2", "--threads", "4"]
