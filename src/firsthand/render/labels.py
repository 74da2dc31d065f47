"""The few words that an edition says by itself, in the languages it is published in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from babel.core import Locale, UnknownLocaleError
from babel.dates import format_date


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """`language` is the language these words are in; it differs from the text's where the text's has no labels yet."""

    language: str
    contents: str
    figure: str
    footnotes: str
    sources: str
    about: str
    licence: str
    edition: str
    where_from: str
    withheld: str
    skip: str
    back: str
    page: str
    missing: str


_ENGLISH = Labels(
    language="en",
    contents="Contents",
    figure="Figure {number}.",
    footnotes="Notes",
    sources="Sources",
    about="About this edition",
    licence="Licence",
    edition="Edition {number}",
    where_from="Where does this come from?",
    withheld="withheld to protect people",
    skip="Skip to the text",
    back="Back to the text",
    page="Page {number} of {total}",
    missing="{ref}: nothing stands behind this yet",
)

_LABELS = {
    "en": _ENGLISH,
    "fr": Labels(
        language="fr",
        contents="Sommaire",
        figure="Figure {number}.",
        footnotes="Notes",
        sources="Sources",
        about="À propos de cette édition",
        licence="Licence",
        edition="Édition {number}",
        where_from="D’où cela vient-il ?",
        withheld="non publié pour protéger des personnes",
        skip="Aller au texte",
        back="Retour au texte",
        page="Page {number} sur {total}",
        missing="{ref} : rien ne l’appuie encore",
    ),
    "es": Labels(
        language="es",
        contents="Índice",
        figure="Figura {number}.",
        footnotes="Notas",
        sources="Fuentes",
        about="Sobre esta edición",
        licence="Licencia",
        edition="Edición {number}",
        where_from="¿De dónde viene esto?",
        withheld="no publicado para proteger a las personas",
        skip="Ir al texto",
        back="Volver al texto",
        page="Página {number} de {total}",
        missing="{ref}: todavía no hay nada que lo respalde",
    ),
    "ru": Labels(
        language="ru",
        contents="Содержание",
        figure="Рисунок {number}.",
        footnotes="Примечания",
        sources="Источники",
        about="Об этом издании",
        licence="Лицензия",
        edition="Издание {number}",
        where_from="Откуда это взято?",
        withheld="не публикуется, чтобы защитить людей",
        skip="Перейти к тексту",
        back="Вернуться к тексту",
        page="Страница {number} из {total}",
        missing="{ref}: пока ничем не подтверждено",
    ),
    "zh": Labels(
        language="zh",
        contents="目录",
        figure="图 {number}。",
        footnotes="注释",
        sources="资料来源",
        about="关于本版",
        licence="许可",
        edition="第 {number} 版",
        where_from="这从何而来？",
        withheld="为保护当事人不予公布",
        skip="跳到正文",
        back="返回正文",
        page="第 {number} 页，共 {total} 页",
        missing="{ref}：尚无依据",
    ),
    "ar": Labels(
        language="ar",
        contents="المحتويات",
        figure="الشكل {number}.",
        footnotes="الحواشي",
        sources="المصادر",
        about="عن هذه الطبعة",
        licence="الترخيص",
        edition="الطبعة {number}",
        where_from="من أين جاء هذا؟",
        withheld="حُجب لحماية الناس",
        skip="انتقل إلى النص",
        back="عودة إلى النص",
        page="صفحة {number} من {total}",
        missing="{ref}: لا شيء يسنده بعد",
    ),
}


def labels_for(language: str) -> Labels:
    """The labels in this language (a BCP 47 tag), or in English where they are not yet translated."""
    return _LABELS.get(language.lower().split("-")[0], _ENGLISH)


def written_date(day: date, language: str) -> str:
    """A date in words as this language writes it (English as the United Nations does: day first); as ISO 8601 where it is not known."""
    try:
        locale = Locale.parse("en-GB" if language.lower() == "en" else language, sep="-")
    except (UnknownLocaleError, ValueError):
        return day.isoformat()
    return format_date(day, format="long", locale=locale)
