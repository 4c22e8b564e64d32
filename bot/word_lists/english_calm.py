"""English phrases of people who are well, and what harmlessly stands around them."""

from __future__ import annotations

from bot.word_lists.kinds import Kind, joined, lines

_I = lines("""
i'm | im | i am | iam | i'n | i m | we're | we are | were all | we're all | we are all | we are both | me
""")
_HOW = lines("completely | totally | perfectly | absolutely | fully | very | 100%")
_WELL = lines("""
safe | safe and sound | safe and well | safe & sound | ok | okay | o.k. | fine | good | well | all right
alright | doing fine | doing ok | doing okay | doing well | safe and ok | safe and fine | fine and safe
ok and safe | in a safe place | sfae | saef | safee | safr | sade | dafe | okk | okey | finee | fien
""")
_WHERE_AND_WHEN = ("", " now", " here", " too", " as well")
_WITHOUT_SUBJECT = lines("""
safe | safe and sound | safe and well | all safe | all good | all ok | all okay | all fine | all well | imsafe
im-safe | everything is fine | everything's fine | everything is ok | everything's ok | everything is good
everything's good | everything is okay | everything's okay | my family and i are safe | my family and i are ok
my family and i are fine | i and my family are safe | me and my family are safe | my wife and i are safe
my husband and i are safe
""")
_OUTSIDE = lines("""
not in the area | not in the affected area | not in that area | outside the area | outside the affected area
outside of the area | outside of the affected area | out of the area | out of the affected area
away from the area | away from the affected area | far from the area | far from the affected area
""")
_UNAFFECTED = lines("not affected | unaffected | not impacted")
_MINE = joined(
    lines("my family | my wife | my husband | my kids | my children | my son | my daughter | my partner"),
    (" is ", " are ", "'s "),
    lines("safe | ok | okay | fine | well | good"),
)

_POLITE = lines("""
hi | hello | hey | hi all | hi team | hi everyone | hello all | hello team | hello everyone | dear all
good morning | good afternoon | good evening | good day | yes | yep | yeah | yup | ok | okay | thanks
thank you | thx | many thanks | thanks a lot | thank you very much | thanks for asking | thank you for asking
thanks for checking | thank you for checking | thanks for checking in | thank you for checking in
thanks for your concern | thank you for your concern | thanks for the message | please | don't worry
dont worry | no worries | please don't worry | nothing to worry about | no injuries | no injury | not injured
not hurt | i'm not injured | i'm not hurt | i am not injured | i am not hurt | uninjured | unhurt | unharmed
no damage | no damages | no damage here | sorry for the late reply | sorry for the delay
sorry for my late reply | reporting in | checking in | status | status report | best regards | kind regards
regards | home | at home | i'm at home | im at home | i am at home | i'm home | i am home | at the office
i'm at the office | i am at the office | in the office | i'm in the office | i am in the office | at work
i'm at work | i am at work | working from home | i'm working from home | i am working from home | wfh
i'm at the station | i am at the station | i'm outside | i am outside | i'm at the shelter | i am at the shelter
at the shelter | at the evacuation shelter | i'm at the evacuation shelter | i am at the evacuation shelter
in a safe place | i'm abroad | i am abroad | abroad | i'm overseas | i am overseas | overseas
i'm on a business trip | i am on a business trip | on a business trip | i'm on vacation | i am on vacation
on vacation | i'm on holiday | i am on holiday | i'm on leave | i am on leave | on leave | i'm travelling
i'm traveling | i am travelling | i am traveling | i can work | can work | i'm able to work | i am able to work
able to work | so is my family | so are my family | my family too | my family is safe too
my family is fine too | my family is ok too
""")

PHRASES: dict[Kind, tuple[str, ...]] = {
    Kind.SAFE: (
        *joined(_I, (" ",), _WELL, _WHERE_AND_WHEN),
        *joined(_I, (" ",), _HOW, (" ",), ("safe", "fine", "ok", "okay"), _WHERE_AND_WHEN),
        *joined(_WITHOUT_SUBJECT, _WHERE_AND_WHEN),
    ),
    Kind.AWAY: joined(("", *(f"{who} " for who in _I), "currently "), _OUTSIDE),
    Kind.UNAFFECTED: (
        *joined(("", *(f"{who} " for who in _I)), _UNAFFECTED, ("", " here", " at all")),
        *lines("no impact | no impact here | no effect here | no effects here"),
    ),
    Kind.HARMLESS: (*_MINE, *_POLITE),
    Kind.CONNECTIVE: lines("and | &"),
    Kind.INFO: lines("""
contact | contacts | emergency contact | emergency contacts | emergency number | emergency numbers
phone number | phone numbers | contact number | contact numbers | emergency phone number
emergency phone numbers | evacuation | evacuation route | evacuation routes | evacuation site | evacuation sites
evacuation area | evacuation areas | evacuation map | evacuation plan | evacuation shelter | evacuation shelters
shelter | shelters | nearest shelter | route | routes | info | information | where do i evacuate
where can i evacuate | where should i evacuate | where should i go | where do i go
"""),
    Kind.INFO_ASIDE: lines("""
the | show me | show | give me | list | where is | where's | where are | what is | what are | nearest | closest
company | our | me the
"""),
}
