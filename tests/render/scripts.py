"""The same short report in scripts that run otherwise: Arabic, Russian, Chinese."""

from __future__ import annotations

from datetime import date

from firsthand.core.manuscript import (
    EditionMark,
    FrontMatter,
    Note,
    Resolved,
    ResolvedCitation,
    ResolvedFigure,
    ResolvedManuscript,
    ResolvedQuote,
    TableData,
    resolve,
)
from firsthand.render.markdown import parse_markdown
from tests.render.sample import SITE

ARABIC = """## قبل القراءة

أخبرنا عاملون وعاملات في خمس مناطق بما حدث لهم.[^عدد] قبلت الدولة التوصية [@C-7K3M9Q]، وهذا **مهم** و*متكرر* (A/HRC/53/7).

{{quote:Q-5T6V7W}}

## ما الذي أحصيناه

{{figure:F-8X9Y0Z}}

- أولاً
- ثانياً، في <https://example.org/a>

## ما الذي طلبناه

| الطلب | الجهة | المرات |
|:----|:--:|------:|
| إلغاء اللائحة | **المدينة** | 2 |
| تدريب الضباط | الوزارة [@C-7K3M9Q] | 14 |

> توصي اللجنة الدولة الطرف بإلغائها.

::: callout إذا كنت بحاجة إلى المساعدة الآن
اتصل بأهل شبكتك أولاً.
:::

## بعد ذلك

1. واحد
2. اثنان

```
let a = "code"
```

[^عدد]: أُحصي كل شخص مرة واحدة (2026).
"""

RUSSIAN = """## Прежде чем читать

Люди из пяти регионов рассказали нам, что с ними произошло.[^раз] Государство приняло рекомендацию [@C-7K3M9Q].

{{quote:Q-5T6V7W}}

{{figure:F-8X9Y0Z}}

[^раз]: Каждый человек посчитан один раз.
"""

CHINESE = """## 阅读之前

来自五个地区的工作者向我们讲述了“发生在他们身上的事”。[^一次] 国家接受了该建议 [@C-7K3M9Q]，这**很重要**。

{{quote:Q-5T6V7W}}

{{figure:F-8X9Y0Z}}

[^一次]: 每人只计算一次。
"""


def arabic() -> ResolvedManuscript:
    return _report(
        ARABIC, language="ar", title="ما تأخذه الشرطة", subtitle="تقرير ظل للدورة الثالثة",
        status="مسودة، ليست للتوزيع",
        note=("من سمعنا", "مئة شخص."),
        said="أخذوا المال والهاتف.\n\nثم ضحكوا.",
        whose="عاملة، في الشارع، المنطقة الجنوبية",
        figure=("الابتزاز حسب مكان العمل", "هذه تقارير وردت إلينا."),
        places=("المكان", "نعم", "لا", "الشارع", "داخل المباني"),
    )  # fmt: skip


def russian() -> ResolvedManuscript:
    return _report(
        RUSSIAN, language="ru", title="Что забирает полиция", subtitle="Теневой доклад",
        status="Черновик",
        note=("Кого мы услышали", "Сто человек."),
        said="Они забрали деньги и телефон.",
        whose="Работница, улица, юг",
        figure=("Вымогательство по месту работы", "Это сообщения, полученные нами."),
        places=("Место", "Да", "Нет", "Улица", "В помещении"),
    )  # fmt: skip


def chinese() -> ResolvedManuscript:
    return _report(
        CHINESE, language="zh-Hans", title="警察拿走了什么", subtitle="影子报告",
        status="草稿",
        note=("我们听取了谁的意见", "一百人。"),
        said="他们拿走了钱和手机。",
        whose="街头工作者，南部地区",
        figure=("按工作地点划分的勒索", "这些是向我们作出的报告。"),
        places=("地点", "是", "否", "街头", "室内"),
    )  # fmt: skip


def _report(
    text: str, *, language: str, title: str, subtitle: str, status: str, said: str, whose: str,
    figure: tuple[str, str], places: tuple[str, str, str, str, str], note: tuple[str, str],
) -> ResolvedManuscript:  # fmt: skip
    front = FrontMatter(
        title=title, subtitle=subtitle, language=language, dated_on=date(2026, 11, 3), organisations=("Red Umbrella Network",),
        edition=EditionMark(ref="E-4F5G6H", number="2",
        status=status), licence="CC BY-SA 4.0",
        notes=(Note(title=note[0], paragraphs=(note[1],)),),
    )  # fmt: skip
    place, yes, no, street, indoors = places
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 480 120" '
        'font-family="Noto Sans, Noto Sans Arabic, Noto Sans CJK SC, sans-serif">'
        '<rect x="120" y="10" width="320" height="30" fill="#b3261e"/><rect x="120" y="60" width="180" height="30" fill="#7a6a5d"/>'
        f'<text x="112" y="30" font-size="14" text-anchor="end" fill="#2a2320">{street}</text>'
        f'<text x="112" y="80" font-size="14" text-anchor="end" fill="#2a2320">{indoors}</text></svg>'
    )
    table = TableData(caption=figure[0], header=((place, yes, no),), rows=((street, "64", "20"), (indoors, "36", None)))
    sources: dict[str, Resolved] = {
        "Q-5T6V7W": ResolvedQuote(ref="Q-5T6V7W", text=said, attribution=whose, language=language, claim_url=f"{SITE}/claims/Q-5T6V7W/"),
        "F-8X9Y0Z": ResolvedFigure(
            ref="F-8X9Y0Z", title=figure[0], svg=svg, table=table,
        note=figure[1], claim_url=f"{SITE}/claims/F-8X9Y0Z/"
        ),
        "C-7K3M9Q": ResolvedCitation(
            ref="C-7K3M9Q", label="A/HRC/53/7, 140.12", entry_text="Human Rights Council, A/HRC/53/7, recommendation 140.12.",
            url="https://docs.example.org/A/HRC/53/7", claim_url=f"{SITE}/claims/C-7K3M9Q/",
        ),
    }  # fmt: skip
    return resolve(parse_markdown(text, front), sources)
