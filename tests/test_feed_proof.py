"""Feed, page, graph and API say the same of every product of the sets we import."""

import re

from django.core.management import call_command

import pytest

from catalog.models import ProductPage, ProductPicture, Variant
from tests.importing import DATA
from tests.make import make_picture

pytestmark = pytest.mark.django_db
SETS = [
    ("dummyjson/products.json", "dummyjson"),
    ("magento/products.csv", "magento"),
    ("adventureworks/Product.csv", "adventureworks"),
]


@pytest.mark.parametrize(("file", "map_"), SETS)
def test_every_imported_product_is_proved(home, organization, capsys, file, map_):
    call_command("import_catalog", DATA / file, map=map_, publish=True)
    picture = make_picture(600, 600)
    for page in ProductPage.objects.all():
        page.pictures.add(ProductPicture(picture=picture))
        page.save_revision().publish()
    call_command("prove_feed")
    out = capsys.readouterr().out
    found = re.search(r"(\d+) items, (\d+) differ; (\d+) left out with a reason; (\d+) variants", out)
    items, differing, left_out, variants = map(int, found.groups())
    assert differing == 0, out
    assert items > Variant.objects.count() / 2
    assert items + left_out == variants == Variant.objects.count()
