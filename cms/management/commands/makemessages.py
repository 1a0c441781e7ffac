"""Django's command, which also knows `_t` and `_noop`: gettext and gettext_noop where `_` is something else."""

from django.core.management.commands import makemessages


class Command(makemessages.Command):
    xgettext_options = [*makemessages.Command.xgettext_options, "--keyword=_t", "--keyword=_noop"]
