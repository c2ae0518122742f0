"""Every write of the portal but filing, one module each."""

from bihuan.portal.services.adding import send_files
from bihuan.portal.services.asking import answer, ask
from bihuan.portal.services.codes import IssuedCode, issue_code
from bihuan.portal.services.entering import enter
from bihuan.portal.services.publishing import publish
from bihuan.portal.services.rating import rate
from bihuan.portal.services.wishing import set_wish

__all__ = ["IssuedCode", "answer", "ask", "enter", "issue_code", "publish", "rate", "send_files", "set_wish"]
