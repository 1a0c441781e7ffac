"""Text is tidied at the door, so that nothing behind it has to ask whether it may be printed."""

from typing import Any

from django.db import models

from seo.text import plain


class TidyText:
    """A model whose text fields keep no control characters: one line in a CharField, lines in a TextField or
    rich text. Slugs and addresses have rules of their own. Stands before the model class among the bases.
    """

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        for field in self._meta.concrete_fields:
            value = self.__dict__.get(field.attname)
            if not isinstance(value, str) or field.choices:
                continue
            if type(field) is models.CharField:
                setattr(self, field.attname, plain(value))
            elif isinstance(field, models.TextField) and getattr(field, "is_prose", True):
                lines = value.replace("\r\n", "\n").split("\n")
                setattr(self, field.attname, "\n".join(plain(line) for line in lines))
        super().full_clean(*args, **kwargs)
