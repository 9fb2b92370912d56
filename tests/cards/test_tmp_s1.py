import time, random, pytest
from datetime import timedelta
from django.utils import timezone
from cards import actions as ca, content
from cards.models import Card
from cards.studying import actions
from cards.studying.actions import Said
from cards.studying.models import Review
pytestmark = pytest.mark.django_db
def test_speed(client):
    ca.load(content.read()[0])
    slug = Card.objects.first().slug
    import re
    page = client.get(f"/study/card/{slug}/?answer=1").content.decode()
    cid = re.search('name="client_id" value="([^"]*)"', page)[1]
    client.post(f"/study/card/{slug}/rate/", {"rating": 3, "client_id": cid, "reviews": 0})
    v = Review.objects.get().visitor
    ids = list(Card.objects.values_list("pk", flat=True)); now = timezone.now()
    random.seed(1)
    said = [Said(card=random.choice(ids), rating=random.choice([1,2,3,3,3,4]), at=now - timedelta(days=random.random()*180)) for _ in range(5000)]
    t = time.perf_counter(); actions.record(v, said); print("record 5000", time.perf_counter()-t)
    t = time.perf_counter(); actions.record(v, [Said(card=ids[0], rating=3)]); print("record 1", time.perf_counter()-t)
    for p in ("", "next/", f"card/{slug}/", f"card/{slug}/?answer=1", "statistics/", "settings/"):
        best = 9
        for _ in range(4):
            t = time.perf_counter(); r = client.get("/study/"+p); best = min(best, time.perf_counter()-t)
        print(p, r.status_code, round(best*1000), "ms", len(r.content))
