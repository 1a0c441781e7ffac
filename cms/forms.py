"""The form every picture comes in through: upload, multi-upload, chooser and API."""

import warnings
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from PIL import Image
from wagtail.images.forms import BaseImageForm


class PictureForm(BaseImageForm):
    """Wagtail checks name, type and size by the file's first bytes; this one also reads the file to its end."""

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file and "file" in self.changed_data:
            file.seek(0)
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("error", Image.DecompressionBombWarning)
                    with Image.open(file) as picture:
                        picture.load()
            except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Warning) as error:
                raise ValidationError(
                    _("This picture is damaged and cannot be read to its end. Save it again and retry."),
                    code="invalid_image",
                ) from error
            finally:
                file.seek(0)
        return file
