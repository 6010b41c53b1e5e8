"""Where administrators switch the standards desk's rules off, or weigh them otherwise."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from factcheck.reviews.models import RuleSetting
from factcheck.standards import BY_NAME, RULES


class RuleForm(forms.ModelForm):
    """Adds a rule that the list doesn't have yet."""

    class Meta:
        model = RuleSetting
        fields = ["rule", "is_on", "severity"]

    rule = forms.ChoiceField()

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        listed = set(RuleSetting.objects.values_list("rule", flat=True))
        field = self.fields.get("rule")
        if isinstance(field, forms.ChoiceField):
            field.choices = [(rule.name, rule.label) for rule in RULES if rule.name not in listed]


@admin.register(RuleSetting)
class RuleSettingAdmin(admin.ModelAdmin):
    """The rules in a list, each switched on or off and weighed in its line. One that isn't listed is as it comes."""

    form = RuleForm
    list_display = ["name", "is_on", "severity", "comes_as", "follows"]
    list_editable = ["is_on", "severity"]
    list_display_links = None
    ordering = ["pk"]
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[RuleSetting]:
        return super().get_queryset(request).filter(rule__in=BY_NAME)

    def formfield_for_choice_field(self, db_field: Any, request: HttpRequest, **named: Any) -> Any:
        if db_field.name == "severity":
            named["choices"] = [("", "default"), *db_field.choices]
        return super().formfield_for_choice_field(db_field, request, **named)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and self.get_queryset(request).count() < len(RULES)

    def has_delete_permission(self, request: HttpRequest, obj: RuleSetting | None = None) -> bool:
        return False

    @admin.display(description="rule", ordering="pk")
    def name(self, setting: RuleSetting) -> str:
        return str(setting)

    @admin.display(description="default")
    def comes_as(self, setting: RuleSetting) -> str:
        return BY_NAME[setting.rule].severity.label

    @admin.display(description="follows")
    def follows(self, setting: RuleSetting) -> str:
        return BY_NAME[setting.rule].follows
