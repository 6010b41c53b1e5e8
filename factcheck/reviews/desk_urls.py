from django.urls import URLPattern, path

from factcheck.reviews import desk_views

app_name = "desk"
urlpatterns: list[URLPattern] = [
    path("", desk_views.my_queue, name="queue"),
    path("next/", desk_views.next_claim, name="next"),
    path("skip/", desk_views.skip, name="skip"),
    path("assign/", desk_views.assign, name="assign"),
    path("assignments/<int:pk>/end/", desk_views.end, name="end"),
    path("people/", desk_views.people, name="people"),
    path("board/", desk_views.board, name="board"),
]
