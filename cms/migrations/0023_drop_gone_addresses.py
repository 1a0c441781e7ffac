from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("cms", "0022_carry_redirects")]

    operations = [migrations.DeleteModel(name="GoneAddress")]
