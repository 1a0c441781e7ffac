from django.db import migrations


def forget(apps, schema_editor):
    """Answers were kept whole, those that hold a secret too; all of them are a day old at most."""
    apps.get_model("headless", "KeptAnswer").objects.all().delete()


class Migration(migrations.Migration):

    dependencies = [
        ("headless", "0006_kept_answers"),
    ]

    operations = [
        migrations.RunPython(forget, migrations.RunPython.noop, elidable=True),
    ]
