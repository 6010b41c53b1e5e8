from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView

from factcheck import health
from factcheck.accounts.pages import account, invitation, keys, provider
from factcheck.accounts.pages.audit import audit_log
from factcheck.accounts.sign_in import SecondFactor, SignIn, session

urlpatterns: list[URLPattern | URLResolver] = [
    path("", RedirectView.as_view(pattern_name="articles:list"), name="home"),
    path("articles/", include("factcheck.articles.pages.urls")),
    path("articles/", include("factcheck.reviews.pages.urls")),
    path("", include("factcheck.reports.pages.urls")),
    path("desk/", include("factcheck.reviews.pages.desk_urls")),
    path("desk/audit/", audit_log, name="audit_log"),
    path("jobs/", include("factcheck.jobs.pages.urls")),
    path("api/", include("factcheck.loading.api.urls")),
    path("accounts/login/", SignIn.as_view(), name="account_login"),
    path("accounts/session/", session, name="account_session"),
    path("accounts/", account.account, name="account_page"),
    path("accounts/sessions/", account.own_sessions, name="account_sessions"),
    path("accounts/keys/", keys.own_keys, name="account_keys"),
    path("accounts/invitation/<str:secret>/", invitation.accept, name="account_invitation"),
    path("accounts/2fa/", account.Factors.as_view(), name="mfa_index"),
    path("accounts/2fa/authenticate/", SecondFactor.as_view(), name="mfa_authenticate"),
    # Closed: an open session must not change by what its owner is found and signs in.
    path("accounts/password/set/", RedirectView.as_view(pattern_name="account_page"), name="account_set_password"),
    path("accounts/oidc/<str:provider_id>/login/", provider.sign_in, name="openid_connect_login"),
    path("accounts/3rdparty/", RedirectView.as_view(pattern_name="account_page"), name="socialaccount_connections"),
    path("accounts/email/", RedirectView.as_view(pattern_name="account_page"), name="account_email"),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("healthz", health.healthz, name="healthz"),
]

handler400 = "factcheck.accounts.error_pages.bad_request"
