"""Pictures, the organization behind a site, and addresses that are gone."""

import django.core.validators
import django.db.models.deletion
import taggit.managers
import wagtail.fields
import wagtail.images.models
import wagtail.models.media
import wagtail.search.index
from django.conf import settings
from django.db import migrations, models
import modelsearch.index


class Migration(migrations.Migration):
    dependencies = [
        ('cms', '0003_finalize_page'),
        ('taggit', '0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx'),
        ('wagtailcore', '0098_apitoken'),
    ]

    operations = [
        migrations.CreateModel(
            name='Picture',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=255, verbose_name='title')),
                ('file', wagtail.images.models.WagtailImageField(height_field='height', upload_to=wagtail.images.models.get_upload_to, verbose_name='file', width_field='width')),
                ('description', models.CharField(blank=True, default='', max_length=255, verbose_name='description')),
                ('width', models.IntegerField(editable=False, verbose_name='width')),
                ('height', models.IntegerField(editable=False, verbose_name='height')),
                ('created_at', models.DateTimeField(auto_now_add=True, db_index=True, verbose_name='created at')),
                ('focal_point_x', models.PositiveIntegerField(blank=True, null=True)),
                ('focal_point_y', models.PositiveIntegerField(blank=True, null=True)),
                ('focal_point_width', models.PositiveIntegerField(blank=True, null=True)),
                ('focal_point_height', models.PositiveIntegerField(blank=True, null=True)),
                ('file_size', models.PositiveIntegerField(editable=False, null=True)),
                ('file_hash', models.CharField(blank=True, db_index=True, editable=False, max_length=40)),
                ('alt_text', models.CharField(blank=True, help_text='What the picture shows, for people and machines that cannot see it. Not “picture of…”.', max_length=250, verbose_name='text alternative')),
                ('decorative', models.BooleanField(default=False, help_text='Tick only if the page loses nothing without the picture. It is then skipped by screen readers.', verbose_name='decorative')),
                ('creator', models.CharField(blank=True, max_length=120, verbose_name='creator')),
                ('credit', models.CharField(blank=True, max_length=200, verbose_name='credit line')),
                ('license_url', models.URLField(blank=True, verbose_name='licence address')),
                ('collection', models.ForeignKey(default=wagtail.models.media.get_root_collection_id, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtailcore.collection', verbose_name='collection')),
                ('tags', taggit.managers.TaggableManager(blank=True, help_text=None, through='taggit.TaggedItem', to='taggit.Tag', verbose_name='tags')),
                ('uploaded_by_user', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, to=settings.AUTH_USER_MODEL, verbose_name='uploaded by user')),
            ],
            options={
                'verbose_name': 'picture',
                'verbose_name_plural': 'pictures',
                'permissions': [('choose_image', 'Can choose image')],
                'abstract': False,
            },
            bases=(wagtail.images.models.ImageFileMixin, modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name='Rendition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('filter_spec', models.CharField(db_index=True, max_length=255)),
                ('file', wagtail.images.models.WagtailImageField(height_field='height', storage=wagtail.images.models.get_rendition_storage, upload_to=wagtail.images.models.get_rendition_upload_to, width_field='width')),
                ('width', models.IntegerField(editable=False)),
                ('height', models.IntegerField(editable=False)),
                ('focal_point_key', models.CharField(blank=True, default='', editable=False, max_length=16)),
                ('image', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='renditions', to='cms.picture')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('image', 'filter_spec', 'focal_point_key'), name='one_rendition_per_spec')],
            },
            bases=(wagtail.images.models.ImageFileMixin, models.Model),
        ),
        migrations.CreateModel(
            name='Organization',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(default='Pharos', help_text='As it should stand in search results.', max_length=80, verbose_name='site name')),
                ('alternate_name', models.CharField(blank=True, max_length=40, verbose_name='short name')),
                ('legal_name', models.CharField(blank=True, max_length=120, verbose_name='legal name')),
                ('description', models.CharField(blank=True, max_length=250, verbose_name='in one sentence')),
                ('is_shop', models.BooleanField(default=True, verbose_name='sells online')),
                ('title_pattern', models.CharField(default='{title} – {site}', help_text='{title} is the page, {site} the site name. The home page stands alone.', max_length=80, verbose_name='title pattern')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                ('telephone', models.CharField(blank=True, max_length=30, validators=[django.core.validators.RegexValidator('^\\+[1-9][0-9 ()-]{6,20}$', 'A telephone number begins with + and the country code, e.g. +44 1632 960000.')], verbose_name='telephone')),
                ('street_address', models.CharField(blank=True, max_length=120, verbose_name='street')),
                ('locality', models.CharField(blank=True, max_length=80, verbose_name='town')),
                ('region', models.CharField(blank=True, max_length=80, verbose_name='region')),
                ('postal_code', models.CharField(blank=True, max_length=20, verbose_name='postal code')),
                ('country', models.CharField(blank=True, max_length=2, validators=[django.core.validators.RegexValidator('^[A-Z]{2}$', 'A country is two capital letters (ISO 3166-1), e.g. GB.')], verbose_name='country')),
                ('vat_id', models.CharField(blank=True, max_length=20, verbose_name='VAT number')),
                ('founding_date', models.DateField(blank=True, null=True, verbose_name='founded on')),
                ('same_as', wagtail.fields.StreamField([('profile', 0)], blank=True, block_lookup={0: ('wagtail.blocks.URLBlock', (), {'label': 'address'})}, help_text='Addresses of the same organization elsewhere: profiles, registers, encyclopaedias.', verbose_name='also found at')),
                ('footer_line', models.CharField(blank=True, max_length=200, verbose_name='line in the footer')),
                ('site', models.OneToOneField(editable=False, on_delete=django.db.models.deletion.CASCADE, to='wagtailcore.site')),
                ('logo', models.ForeignKey(blank=True, help_text='At least 112 by 112 pixels, good on white.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='cms.picture', verbose_name='logo')),
                ('share_picture', models.ForeignKey(blank=True, help_text='Shown where a page has no picture of its own. At least 1200 by 630.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='cms.picture', verbose_name='default share picture')),
            ],
            options={
                'verbose_name': 'organization',
            },
        ),
        migrations.CreateModel(
            name='GoneAddress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', models.CharField(help_text='Without the host, e.g. /old/lamp/.', max_length=255, verbose_name='path')),
                ('reason', models.CharField(blank=True, help_text='Shown to the reader.', max_length=250, verbose_name='reason')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtailcore.site', verbose_name='site')),
                ('suggestion', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.WAGTAIL_PAGE_MODEL, verbose_name='better page')),
            ],
            options={
                'verbose_name': 'gone address',
                'verbose_name_plural': 'gone addresses',
                'ordering': ['path'],
                'constraints': [models.UniqueConstraint(fields=('site', 'path'), name='one_gone_address_per_path')],
            },
        ),
        migrations.AddField(model_name='page', name='social_picture', field=models.ForeignKey(blank=True, help_text='Empty: the picture of the page.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='cms.picture', verbose_name='share picture')),
    ]
