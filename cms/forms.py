"""The form every picture comes in through: upload, multi-upload, chooser and API."""

import warnings
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from PIL import Image


class PictureField(WagtailImageField):
    """Wagtail's field, asking the size before a picture is unfolded in memory, and answering damaged files.

    Wagtail 8.0 decodes the whole picture before it counts its pixels, and lets the decoder's errors through.
    """

    def to_python(self, data: Any) -> Any:
        if data in self.empty_values:
            return super().to_python(data)
        self.refuse_bomb(data)
        try:
            return super().to_python(data)
        except (OSError, SyntaxError, ValueError) as error:
            raise ValidationError(
                _("This picture is damaged and cannot be read to its end. Save it again and retry."),
                code="invalid_image",
            ) from error

    def refuse_bomb(self, data: Any) -> None:
        """Raise ValidationError for a picture whose header promises more pixels than are allowed."""
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", Image.DecompressionBombWarning)
                with Image.open(data) as picture:
                    pixels: int | None = picture.width * picture.height
        except Image.DecompressionBombError:
            pixels = None
        except (OSError, SyntaxError, ValueError):
            return  # no picture at all: Wagtail's own check has the better words
        finally:
            data.seek(0)
        if pixels is None or pixels > self.max_image_pixels:
            raise ValidationError(
                self.error_messages["file_too_many_pixels"]
                % {"num_pixels": pixels or _("unknown number"), "max_pixels_count": self.max_image_pixels},
                code="file_too_many_pixels",
            )


class PictureForm(BaseImageForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Not declared on the class: the form for many pictures at once leaves the file out.
        if given := self.fields.get("file"):
            self.fields["file"] = PictureField(
                label=given.label, widget=given.widget, required=given.required
            )
