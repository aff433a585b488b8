"""A Django with django-otp for one test: loads a fixture, then answers whether codes let people in.

Arguments: a folder for its database, the fixture. Standard input: {"people": [usernames], "tries": [[username, code], ...]}.
Standard output: {"loaded": number of devices, "answers": [true or false for each try]}.
"""

import json
import sys

import django
from django.conf import settings
from django.core.management import call_command

folder, fixture = sys.argv[1:]
asked = json.load(sys.stdin)
settings.configure(
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": f"{folder}/db.sqlite3"}},
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django_otp",
        "django_otp.plugins.otp_totp",
        "django_otp.plugins.otp_hotp",
    ],
    DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    SECRET_KEY="for this test alone",
    USE_TZ=True,
    # A wrong code would otherwise keep the next right one out for a second.
    OTP_TOTP_THROTTLE_FACTOR=0,
    OTP_HOTP_THROTTLE_FACTOR=0,
)
django.setup()

from django.contrib.auth import get_user_model  # noqa: E402
from django_otp import devices_for_user, match_token  # noqa: E402

call_command("migrate", verbosity=0)
people = get_user_model().objects
for name in asked["people"]:
    people.create_user(name)
call_command("loaddata", fixture, verbosity=0)
everyone = people.all()
for device in (each for person in everyone for each in devices_for_user(person)):
    device.full_clean()
json.dump(
    {
        "loaded": sum(1 for person in everyone for _ in devices_for_user(person)),
        "answers": [match_token(people.get(username=name), code) is not None for name, code in asked["tries"]],
    },
    sys.stdout,
)
