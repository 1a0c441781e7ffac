from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """Whoever signs in. Ours from the first migration, because it cannot be swapped later."""
