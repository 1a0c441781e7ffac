"""Editors, Moderators, SEO managers, Merchandisers, and approval by the Moderators for the whole tree."""

from django.db import migrations

from cms import access

WORKFLOW = "Moderators approval"


def grant(apps, schema_editor):
    using = schema_editor.connection.alias
    access.grant(apps, using)
    assign_workflow(apps, using)


def assign_workflow(apps, using):
    """wagtailcore makes this workflow from its own default groups; make sure that it stands and covers the tree."""
    content_types = apps.get_model("contenttypes", "ContentType").objects.db_manager(using)
    task_type, _ = content_types.get_or_create(app_label="wagtailcore", model="groupapprovaltask")
    task, _ = apps.get_model("wagtailcore", "GroupApprovalTask").objects.using(using).get_or_create(
        name=WORKFLOW, defaults={"content_type_id": task_type.pk, "active": True}
    )
    task.groups.set([apps.get_model("auth", "Group").objects.using(using).get(name="Moderators")])
    workflow, _ = apps.get_model("wagtailcore", "Workflow").objects.using(using).get_or_create(
        name=WORKFLOW, defaults={"active": True}
    )
    apps.get_model("wagtailcore", "WorkflowTask").objects.using(using).get_or_create(
        workflow_id=workflow.pk, task_id=task.pk, defaults={"sort_order": 0}
    )
    root = apps.get_model("cms", "Page").objects.using(using).get(depth=1)
    apps.get_model("wagtailcore", "WorkflowPage").objects.using(using).get_or_create(
        page_id=root.pk, defaults={"workflow_id": workflow.pk}
    )


def revoke(apps, schema_editor):
    access.revoke(apps, schema_editor.connection.alias)


class Migration(migrations.Migration):
    dependencies = [
        ('cms', '0005_change_indexing'),
        ('home', '0002_home_page'),
        ('catalog', '0001_initial'),
        ('auth', '0012_alter_user_first_name_max_length'),
        ('contenttypes', '0002_remove_content_type_name'),
        ('wagtailcore', '0098_apitoken'),
        ('wagtailadmin', '0001_create_admin_access_permissions'),
        ('wagtailimages', '0027_image_description'),
        ('wagtaildocs', '0014_alter_document_file_size'),
        ('wagtailforms', '0005_alter_formsubmission_form_data'),
        ('wagtailsearchpromotions', '0008_query_verbose_name'),
    ]

    operations = [migrations.RunPython(grant, revoke)]
