"""All settings, in one file: everything comes from the environment, with defaults that run on a fresh clone.

docs: `README.md` lists the variables. State that belongs to this installation (database, secret key, sockets, stamps)
lives in one ignored folder, `STATE_DIR`.
"""

import hashlib
import sys
from datetime import timedelta
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF

from config import env, state

ROOT = Path(__file__).resolve().parent.parent
STATE_DIR = state.folder()

DEBUG = env.flag("DEBUG")
SECRET_KEY = env.text("SECRET_KEY") or state.secret_key(STATE_DIR)
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "config.apps.Site",
    "config.accounts.apps.Accounts",
    "quizzes.apps.Quizzes",
    "cards.apps.Cards",
    "sandbox.apps.Sandbox",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    "allauth",
    "allauth.account",
    "axes",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "sandbox.visitors.VisitorMiddleware",
    "config.accounts.middleware.AccountMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",  # last: it answers for whoever is held up
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.accounts.context.accounts",
            ],
        },
    },
]

# --- Database -----------------------------------------------------------------------------------------------------

DATABASES = {"default": dj_database_url.parse(env.text("DATABASE_URL", f"sqlite:///{STATE_DIR / 'kubedrill.sqlite3'}"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Web and worker write to one file: a write-ahead log lets readers go on meanwhile, and a transaction that will
    # write takes its lock at its start, because SQLite does not wait for a lock that is wanted half-way through.
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 10,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
    # A file as well: in memory, threads that share a database do not wait for each other's locks.
    DATABASES["default"]["TEST"] = {"NAME": str(STATE_DIR / "test.sqlite3")}
else:
    DATABASES["default"]["CONN_MAX_AGE"] = env.number("DATABASE_CONN_MAX_AGE", 60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

# --- Redis, Celery ------------------------------------------------------------------------------------------------

CELERY_BROKER_URL, REDIS_URL = env.redis("REDIS_URL", f"unix://{state.redis_socket(STATE_DIR)}?db=0")

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "kubedrill",
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 2},
    }
}

CELERY_TASK_IGNORE_RESULT = True  # the verdict goes into the submission's row, nowhere else
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 30  # far above sandbox.limits.WALL_SECONDS, which is what a submission meets
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 120,  # after which Redis gives a dead worker's message to another: above the time limit
    "socket_connect_timeout": 1,
    "socket_timeout": 10,
    "socket_keepalive": True,
    "global_keyprefix": "kubedrill:",
}
CELERY_TASK_ALWAYS_EAGER = False
CELERY_TIMEZONE = "UTC"

# --- Limits of one address or account ------------------------------------------------------------------------------

SUBMISSIONS_PER_MINUTE = env.number("SUBMISSIONS_PER_MINUTE", 600, least=1)
REQUESTS_PER_MINUTE = env.number("REQUESTS_PER_MINUTE", 6000, least=1)
SIGN_INS_PER_MINUTE = env.number("SIGN_INS_PER_MINUTE", 30, least=1)

# --- Accounts -----------------------------------------------------------------------------------------------------

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",  # first: whoever is held up gets no further
    "django.contrib.auth.backends.ModelBackend",  # the admin, by name
    "allauth.account.auth_backends.AuthenticationBackend",  # everybody, by e-mail address
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]

# Without EMAIL_URL the site sends no mail and says so where somebody would wait for one.
HAS_MAIL, MAIL_SERVER = env.mail("EMAIL_URL")
EMAIL_BACKEND = MAIL_SERVER["backend"]
EMAIL_HOST, EMAIL_PORT = MAIL_SERVER["host"], MAIL_SERVER["port"]
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL_SERVER["user"], MAIL_SERVER["password"]
EMAIL_USE_TLS, EMAIL_USE_SSL = MAIL_SERVER["use_tls"], MAIL_SERVER["use_ssl"]
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("EMAIL_FROM", "Kubedrill <kubedrill@localhost>")

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = ACCOUNT_LOGOUT_REDIRECT_URL = "accounts:data"
ACCOUNT_ADAPTER = "config.accounts.adapter.Adapter"
ACCOUNT_FORMS = {
    "login": "config.accounts.forms.LogIn",
    "signup": "config.accounts.forms.SignUp",
    "change_password": "config.accounts.forms.ChangePassword",
    "set_password": "config.accounts.forms.SetPassword",
    "reset_password": "config.accounts.forms.ResetPassword",
    "reset_password_from_key": "config.accounts.forms.ResetPasswordKey",
    "reauthenticate": "config.accounts.forms.Reauthenticate",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "optional" if HAS_MAIL else "none"
ACCOUNT_EMAIL_NOTIFICATIONS = HAS_MAIL
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody gets mail from us who never gave us an address
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_SESSION_REMEMBER = None  # they are asked
ACCOUNT_RATE_LIMITS = {
    "login": f"{SIGN_INS_PER_MINUTE}/m/ip",
    "signup": f"{SIGN_INS_PER_MINUTE}/m/ip",
    # From many places at once: axes counts each place by itself. High, or anybody could lock anybody out.
    "login_failed": "100/h/key",
}
SESSION_COOKIE_AGE = 30 * 24 * 3600
SESSION_COOKIE_SAMESITE = "Lax"

AXES_HANDLER = "axes.handlers.cache.AxesCacheHandler"
AXES_FAILURE_LIMIT = env.number("LOGIN_FAILURES", 5, least=1)
AXES_COOLOFF_TIME = timedelta(minutes=env.number("LOGIN_HOLD_MINUTES", 15, least=1))
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # the time that was said is the time that it takes
AXES_USERNAME_CALLABLE = "config.accounts.holdup.login_of"
AXES_CLIENT_IP_CALLABLE = "config.accounts.holdup.address_of"
AXES_LOCKOUT_CALLABLE = "config.accounts.holdup.held_up"
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

SIMPLE_JWT = {
    "ACCESS_TOKEN_LIFETIME": timedelta(minutes=15),
    "REFRESH_TOKEN_LIFETIME": timedelta(days=30),
    "SIGNING_KEY": hashlib.sha256(f"tokens {SECRET_KEY}".encode()).hexdigest(),
}

# --- REST ---------------------------------------------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["config.accounts.authentication.BearerAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["sandbox.rest.BoundedJSONParser"],
    "DEFAULT_SCHEMA_CLASS": "config.description.Described",
    "DEFAULT_THROTTLE_CLASSES": ["sandbox.rest.RequestThrottle"],
    "NUM_PROXIES": env.number("NUM_PROXIES", 0),
    "UNAUTHENTICATED_USER": None,
    "EXCEPTION_HANDLER": "sandbox.wrongs.answered",
    "UNICODE_JSON": False,  # learners' text may hold what UTF-8 cannot carry
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}

SPECTACULAR_SETTINGS = {
    "TITLE": "Kubedrill",
    "DESCRIPTION": "Cards, labs, quizzes, sheets and diagrams on Kubernetes Services, and an embedded engine that "
    "carries out the YAML that you submit.\n\nLists are pages by cursor: follow `next`. Content carries an `ETag`. "
    "A 400 says what is wrong by field, every other error says why in `detail`. How a program signs in and stays "
    "right while it is offline is told in docs/api.md.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "config.description.say_what_every_operation_may_answer",
    ],
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "ENUM_NAME_OVERRIDES": {
        "SubmissionState": "sandbox.models.State",
        "CardKind": "cards.kinds.CHOICES",
        "EventKind": "cards.studying.models.Kind",
        "QuestionKind": "quizzes.questions.NAMES",
        "Answer": ["ok", "no answer"],
    },
}

# --- Safety of pages ----------------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        # CodeMirror writes its own style sheet into the page, and pictures carry measured widths.
        "style-src": [SELF, "'unsafe-inline'"],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True

HTTPS = env.flag("HTTPS")  # set it where a proxy ends TLS in front of the web server
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = env.number("HSTS_SECONDS", 31536000)

# --- Static files -------------------------------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = Path(env.text("STATIC_ROOT", str(STATE_DIR / "static")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or "pytest" in sys.modules
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG or "pytest" in sys.modules

# --- The rest -----------------------------------------------------------------------------------------------------

LANGUAGE_CODE = "en-us"
USE_I18N = False
TIME_ZONE = "UTC"
USE_TZ = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {
        "not_503": {
            "()": "django.utils.log.CallbackFilter",
            "callback": lambda record: getattr(record, "status_code", None) != 503,
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "WARNING")},
    "loggers": {
        "sandbox": {"level": env.text("LOG_LEVEL", "INFO")},
        # That somebody asks for what there is not is no news, and what /healthz finds it logs itself.
        "django.request": {"level": "ERROR", "filters": ["not_503"]},
    },
}
