"""What a password must be besides long enough: not too long to be hashed, and not guessable."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

#: Words that whoever attacks this site would try first.
OUR_WORDS = ("additionality", "assessment", "proponent", "reviewer", "administrator", "外加性")
LOOKED_AT = 72  # characters; what follows can only make a password better
LEAST_SCORE = 3  # of zxcvbn: more than 10**8 guesses, years at the pace of our limits


class LongestPassword:
    """Refuse what is over 128 characters: a file pasted by mistake, or work for the hasher."""

    most = 128

    def validate(self, password: str, user: object | None = None) -> None:
        if len(password) > self.most:
            raise ValidationError(self.get_help_text(), code="password_too_long")

    def get_help_text(self) -> str:
        return _("The password has more than %(most)s characters.") % {"most": self.most}


class GuessablePassword:
    """Refuse what a guesser tries early: common passwords, words, names, dates, keyboard walks,
    repetitions, and what is known of the person and of this site. Everything else is allowed;
    no kind of character is asked for.
    """

    def validate(self, password: str, user: object | None = None) -> None:
        from zxcvbn import zxcvbn  # its lists take a while to load

        about = [*OUR_WORDS, *_words_about(user)]
        if zxcvbn(password[:LOOKED_AT], user_inputs=about)["score"] < LEAST_SCORE:
            raise ValidationError(self.get_help_text(), code="password_guessable")

    def get_help_text(self) -> str:
        return _(
            "This password is easy to guess: it is common, or made of a name, a date or a "
            "repetition. Four words that have nothing to do with each other are better."
        )


def _words_about(user: object | None) -> list[str]:
    organisation = getattr(user, "organisation", None)
    said = [
        getattr(user, "email", ""),
        getattr(user, "name", ""),
        getattr(organisation, "name", ""),
    ]
    parts = [part for text in said for part in text.replace("@", " ").replace(".", " ").split()]
    return [word for word in (*said, *parts) if word]
