"""One e-mail handed to the court's mail server. Its own identifier is the receipt, once the server has taken it."""

import smtplib
from email.message import EmailMessage

from jianli_mediation.core.gateways import MailServer
from jianli_mediation.core.sms import HandedIn
from jianli_mediation.core.wire import WHOLE

REFUSED = range(500, 600)


def send_mail(server: MailServer, *, uid: str, to: str, subject: str, text: str) -> HandedIn:
    """Hand it in once. Every try bears the same Message-ID, by which mail programs tell duplicates."""
    identifier = f"<{uid}@{server.sender.rpartition('@')[2]}>"
    message = EmailMessage()
    message["From"], message["To"], message["Subject"], message["Message-ID"] = server.sender, to, subject, identifier
    message.set_content(text)
    kind = smtplib.SMTP_SSL if server.scheme == "smtps" else smtplib.SMTP
    try:
        with kind(server.host, server.port, timeout=WHOLE) as line:
            if server.scheme == "smtp+starttls":
                line.starttls()
            if server.user:
                line.login(server.user, server.password)
            line.send_message(message)
    except smtplib.SMTPRecipientsRefused as error:
        code, said = next(iter(error.recipients.values()))
        return HandedIn(problem=_problem(code, said), refused=code in REFUSED)
    except smtplib.SMTPResponseException as error:
        return HandedIn(problem=_problem(error.smtp_code, error.smtp_error))
    except (OSError, smtplib.SMTPException) as error:
        return HandedIn(problem=f"邮件没有交出：{type(error).__name__}")
    return HandedIn(identifier)


def _problem(code: int, said: bytes | str) -> str:
    words = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return f"邮件服务器应答 {code}：{words}"[:200]
