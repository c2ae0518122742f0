"""What a page puts around a document: page numbers, print buttons, share links, source lines, footers.

It is kept out of the tree; the text itself is never changed, so that spans stay true.
"""

from __future__ import annotations

import re

from bihuan.directives.reading.tree import Span

LINE = re.compile(
    r"""^(?:
      [-—－–\s]*\d{1,3}[-—－–\s]*                                    # a page number
    | 第?\s*\d+\s*页?\s*[/／,，]?\s*共?\s*\d+\s*页 | 第\s*\d+\s*页
    | （?\(?(?:上接|下转)第?\d*版?[）)]?
    | .{0,12}(?:打印|关闭窗口|关闭|分享到|收藏|返回顶部|字体[:：]|字号[:：]|【?大\s*中\s*小】?|扫一扫|微信|二维码).{0,24}
    | (?:信息|文章|稿件|新闻)?(?:来源|出处)[:：].{0,40} | 作者[:：].{0,20} | (?:责任)?编辑[:：].{0,20} | 责编[:：].{0,20}
    | (?:发布|更新|发文|成文)(?:时间|日期)[:：].{0,24} | (?:浏览|阅读|点击)(?:次数|量|数)[:：]?.{0,14}
    | .{0,40}(?:版权声明|网站地图|联系我们|主办单位|承办单位[:：]|技术支持|备案号|网站标识码|公网安备|ICP备|All\s*Rights).{0,120}
    | (?:当前位置|您的位置|首页)\s*[:：>＞»].{0,60} | (?:上一篇|下一篇|相关链接|相关阅读|附件下载)[:：]?.{0,60}
    | https?://\S+ | 党政机关
    )$""",
    re.VERBOSE,
)
SENTENCE_END = re.compile(r"[。！？；]")


def is_furniture(line: str) -> bool:
    """Whether a whole line (without its spaces) belongs to the page and not to the document.

    >>> is_furniture("打印关闭分享到："), is_furniture("— 3 —"), is_furniture("三、加强政府自身建设")
    (True, True, False)
    """
    line = line.strip(" \t\u3000\xa0\r")
    return bool(line) and not SENTENCE_END.search(line[:-1]) and bool(LINE.match(line))


def find(text: str) -> list[Span]:
    """The lines of the page, as spans."""
    found, at = [], 0
    for line in text.split("\n"):
        if is_furniture(line):
            found.append(Span(at, at + len(line)))
        at += len(line) + 1
    return found
