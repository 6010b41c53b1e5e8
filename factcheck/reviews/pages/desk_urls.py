from django.urls import URLPattern, path

from factcheck.reviews.pages import desk

app_name = "desk"
urlpatterns: list[URLPattern] = [
    path("", desk.my_queue, name="queue"),
    path("next/", desk.next_claim, name="next"),
    path("skip/", desk.skip, name="skip"),
    path("assign/", desk.assign, name="assign"),
    path("assignments/<int:pk>/end/", desk.end, name="end"),
    path("people/", desk.people, name="people"),
    path("board/", desk.board, name="board"),
]
