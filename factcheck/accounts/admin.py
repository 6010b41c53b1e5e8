from django.contrib import admin
from django.contrib.auth.admin import UserAdmin

from factcheck.accounts.models import User


@admin.register(User)
class DeskUserAdmin(UserAdmin):
    """People and their groups, as Django shows them."""
