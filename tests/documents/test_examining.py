"""What people give us as files: what is kept, what is refused, and what is taken out of it."""

from io import BytesIO

import pytest
from PIL import Image

from regapp.documents.examining import EVERYTHING, MEGABYTE, PICTURES, FileKind, examine
from regapp.errors import FileProblem, UnfitFile
from tests import hostile

OPEN = "application/vnd.oasis.opendocument."


def problem(content: bytes, accept: frozenset[FileKind] = EVERYTHING, name: str = "a.png") -> FileProblem:
    with pytest.raises(UnfitFile) as found:
        examine(name, content, accept)
    return found.value.problem


@pytest.mark.parametrize(
    ("form", "mode", "media_type"),
    [
        ("JPEG", "RGB", "image/jpeg"),
        ("JPEG", "CMYK", "image/jpeg"),
        ("JPEG", "L", "image/jpeg"),
        ("PNG", "RGB", "image/png"),
        ("PNG", "RGBA", "image/png"),
        ("PNG", "I;16", "image/png"),
        ("WEBP", "RGB", "image/jpeg"),
        ("WEBP", "RGBA", "image/png"),
        ("GIF", "RGB", "image/png"),
    ],
)
def test_a_picture_of_each_kind_is_kept_as_one_that_every_browser_shows(
    form: str, mode: str, media_type: str
):
    file = examine("a", hostile.picture(form, mode=mode), PICTURES)
    assert (file.media_type, file.width, file.height) == (media_type, 40, 30)
    assert Image.open(BytesIO(file.content)).get_format_mimetype() == media_type


def test_a_picture_of_more_scans_than_any_camera_writes_is_refused_before_it_is_decoded():
    taken = hostile.picture("JPEG", progressive=True)
    assert examine("me.jpg", taken).media_type == "image/jpeg"
    assert problem(hostile.endless(taken)) is FileProblem.BROKEN


def test_grey_of_sixteen_bits_stays_grey():
    out = BytesIO()
    Image.new("I;16", (2, 2), 0x8000).save(out, "PNG")
    file = examine("scan.png", out.getvalue())
    assert Image.open(BytesIO(file.content)).convert("L").getpixel((0, 0)) in {127, 128}


def test_nothing_but_the_picture_is_kept_of_a_photograph():
    taken = hostile.photograph()
    assert hostile.SECRET in taken
    assert hostile.SCRIPT in taken
    file = examine("me.jpg", taken)
    assert hostile.SECRET not in file.content
    assert hostile.SCRIPT not in file.content
    assert not Image.open(BytesIO(file.content)).getexif()


def test_comment_and_profile_of_a_picture_are_gone():
    sent = hostile.picture("JPEG", comment=hostile.SCRIPT, icc_profile=b"profile" * 20)
    kept = Image.open(BytesIO(examine("a.jpg", sent).content))
    assert "comment" not in kept.info
    assert "icc_profile" not in kept.info


def test_a_photograph_is_turned_as_its_camera_was_held():
    file = examine("me.jpg", hostile.photograph((40, 30), orientation=6))
    assert (file.width, file.height) == (30, 40)


def test_a_picture_becomes_as_small_as_it_is_shown():
    file = examine("wide.png", hostile.picture(size=(2000, 500)), side=400)
    assert (file.width, file.height) == (400, 100)
    assert examine("huge.jpg", hostile.picture("JPEG", (5000, 100))).width == 4096


def test_what_shines_through_stays_so():
    file = examine("logo.png", hostile.picture(mode="RGBA"))
    assert Image.open(BytesIO(file.content)).mode == "RGBA"


@pytest.mark.parametrize(
    "content",
    [
        hostile.SVG,
        b"<?xml version='1.0'?>" + hostile.SVG,
        hostile.HTML,
        hostile.PROGRAM,
        b"a",
        b"BM" + b"\0" * 99,
    ],
)
@pytest.mark.parametrize("name", ["a.png", "a.pdf", "a.jpg"])
def test_what_is_no_file_of_ours_is_refused_whatever_it_is_called(content: bytes, name: str):
    assert problem(content, EVERYTHING, name) is FileProblem.TYPE
    assert problem(content, PICTURES, name) is FileProblem.TYPE


@pytest.mark.parametrize("content", [hostile.PDF, hostile.office()])
def test_a_document_is_no_picture(content: bytes):
    assert problem(content, PICTURES) is FileProblem.TYPE


def test_an_empty_file_is_refused():
    assert problem(b"") is FileProblem.EMPTY


def test_a_picture_that_would_fill_the_memory_is_refused_by_its_head():
    assert len(hostile.bomb()) < 1000
    assert problem(hostile.bomb()) is FileProblem.PIXELS
    assert problem(hostile.bomb(8000)) is FileProblem.PIXELS


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF"])
def test_half_a_picture_is_refused(form: str):
    whole = hostile.picture(form, (300, 300))
    assert problem(whole[: len(whole) // 2]) in {FileProblem.BROKEN, FileProblem.TYPE}


def test_a_picture_above_five_megabytes_is_refused():
    assert problem(hostile.picture() + b"\0" * 5 * MEGABYTE) is FileProblem.LARGE


def test_a_document_above_twenty_megabytes_is_refused():
    assert problem(hostile.PDF + b"\0" * 20 * MEGABYTE) is FileProblem.LARGE


def test_a_script_behind_a_picture_is_not_kept():
    for form in ("PNG", "JPEG", "GIF"):
        file = examine("both.html", hostile.picture(form) + hostile.HTML)
        assert hostile.SCRIPT not in file.content
        assert file.name.endswith((".png", ".jpg"))


def test_a_pdf_is_kept_as_it_is_with_its_own_extension():
    file = examine("programme.html", hostile.PDF_AND_HTML)
    assert (file.name, file.media_type, file.content) == (
        "programme.pdf",
        "application/pdf",
        hostile.PDF_AND_HTML,
    )


@pytest.mark.parametrize("content", [b"%PDF-1.7\nnothing", b"%PDF-x.y\n%%EOF", hostile.PDF[:30]])
def test_what_only_begins_like_a_pdf_is_refused(content: bytes):
    assert problem(content) is FileProblem.BROKEN


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (hostile.office(), "a.docx"),
        (
            hostile.office(
                content_type="application/vnd.openxmlformats-officedocument.presentationml.slideshow"
            ),
            "a.pptx",
        ),
        (
            hostile.office(members=("xl/printerSettings/printerSettings1.bin", "ppt/embeddings/Sheet1.xlsx")),
            "a.docx",
        ),
        (hostile.package({"mimetype": f"{OPEN}spreadsheet".encode()}), "a.ods"),
    ],
)
def test_documents_of_offices_are_kept(content: bytes, name: str):
    assert examine("a.zip", content).name == name


@pytest.mark.parametrize(
    "content",
    [
        hostile.office(members=("word/vbaProject.bin",)),
        hostile.office(members=("word/activeX/activeX1.xml",)),
        hostile.office(members=("word/embeddings/oleObject1.bin",)),
        hostile.office(content_type="application/vnd.ms-word.document.macroEnabled"),
        hostile.package({"mimetype": f"{OPEN}text".encode(), "Basic/Standard/script-lb.xml": b""}),
    ],
)
def test_a_document_with_programs_in_it_is_refused(content: bytes):
    assert problem(content) is FileProblem.PROGRAM


@pytest.mark.parametrize(
    "content",
    [
        hostile.package({"a.exe": hostile.PROGRAM}),
        hostile.package({"index.html": hostile.HTML}),
        hostile.package({"mimetype": b"application/epub+zip"}),
        hostile.office(content_type="application/x-something"),
    ],
)
def test_any_other_archive_is_refused(content: bytes):
    assert problem(content) is FileProblem.TYPE


def test_an_archive_that_would_fill_the_disk_is_refused():
    content = hostile.office(**{f"word/{n}.xml": b"\0" * 60 * MEGABYTE for n in range(9)})
    assert len(content) < MEGABYTE
    assert problem(content) is FileProblem.BROKEN


@pytest.mark.parametrize("cut", [10, 40, 200])
def test_half_an_archive_is_refused(cut: int):
    assert problem(hostile.office()[:cut]) is FileProblem.BROKEN


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("Programm.pdf", "Programm.pdf"),
        ("Бағдарлама 2026.PDF", "Бағдарлама 2026.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\a\\plan.doc", "plan.pdf"),
        ("evil\u202efdp.exe", "evil fdp.pdf"),
        ('a"b\r\nX: y.pdf', "a b X y.pdf"),
        ("...", "file.pdf"),
        ("", "file.pdf"),
        ("x" * 300, "x" * 80 + ".pdf"),
    ],
)
def test_a_name_is_one_that_any_system_saves(sent: str, kept: str):
    assert examine(sent, hostile.PDF).name == kept
