from factcheck.reports.formats import all_formats


def test_every_file_of_the_folder_is_a_format():
    assert list(all_formats()) == ["csv", "json", "pdf"]


def test_a_format_has_what_a_button_and_a_header_need():
    for slug, each in all_formats().items():
        assert each.slug == slug
        assert each.label
        assert "/" in each.content_type
