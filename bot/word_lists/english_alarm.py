"""English phrases of people who need help or are hurt, and what only sounds like it."""

from __future__ import annotations

from bot.word_lists.kinds import Kind, joined, lines

_LIMBS = lines("""
arm | leg | hand | foot | wrist | ankle | finger | fingers | toe | knee | elbow | shoulder | rib | ribs | nose
hip | collarbone | back | neck | head | skull | bone | bones | jaw | thumb | shin | face | eye
""")
_CANNOT = lines("can't | cant | cannot | can not | couldn't | unable to")
_SOMEBODY = lines("""
my wife | my husband | my son | my daughter | my kid | my kids | my child | my children | my mother | my father
my mom | my mum | my dad | my friend | my friends | my colleague | my colleagues | my coworker | my co-worker
my boss | my team | my family | my neighbour | my neighbor | colleague | coworker | co-worker | someone
somebody | people | person | he | she | they | he's | she's | they're | everyone | everybody | you | others
a man | a woman | a child | the driver | passenger | passengers
""")

PHRASES: dict[Kind, tuple[str, ...]] = {
    Kind.CRY: lines("""
help me | help us | please help | pls help | plz help | help please | help pls | help plz | help now | help asap
help my | help i | help i'm | help im | help we | help there | help there's | help it's | help immediately
need help | needs help | need some help | need urgent help | need immediate help | need medical help
need assistance | need rescue | need rescuing | need to be rescued | need a rescue | rescue me | rescue us
save me | save us | send help | send rescue | send someone | send an ambulance | call an ambulance
call ambulance | call 119 | call 911 | need an ambulance | need ambulance | need a doctor | somebody help
someone help | anyone help | anybody help | sos | s.o.s | s.o.s. | mayday | hlep me | hepl me | halp me | helpme
hlp me | s o s
"""),
    Kind.LONE_CRY: lines("""
help | hlep | helpp | helppp | hepl | halp | hlp | heelp | ambulance | rescue | emergency | help someone
help anyone
"""),
    Kind.NEED: (
        *joined(
            _CANNOT,
            (" ",),
            lines("""
get out | move | breathe | breath | escape | get free | get away | leave the building | evacuate | walk
"""),
        ),
        *lines("""
trapped | traped | entrapped | stuck | buried | pinned under | pinned down | crushed under | drowning | stranded
surrounded by fire | surrounded by smoke | surrounded by water | suffocating | can't feel my legs
cant feel my legs | cannot feel my legs
"""),
    ),
    Kind.INJURED: (
        *joined(
            _LIMBS, (" is ", "'s ", " was "), lines("broken | fractured | bleeding | sprained | dislocated | injured")
        ),
        *joined(lines("broken | fractured | sprained | dislocated | twisted"), (" ",), _LIMBS),
        *joined(
            lines("broke | fractured | sprained | dislocated | burned | burnt | cut | hit | hurt | injured | twisted"),
            (" my ",),
            _LIMBS,
        ),
        *lines("""
injured | injurred | injuerd | injred | hurt | hurt myself | wounded | bleeding | fracture | fractured
a concussion | concussed | have burns | got burned | have an injury | have injuries | minor injury
minor injuries | light injury | light injuries | slight injury | slight injuries | serious injury
serious injuries | i have a minor injury
"""),
    ),
    Kind.FALSE_ALARM: lines("""
do you need help | does anyone need help | does anybody need help | does anyone needs help | who needs help
if you need help | if anyone needs help | let me know if you need help | anyone need help | anybody need help
you need help | no need help | not need help | no one needs help | nobody needs help | don't need help
dont need help | do not need help | didn't need help | doesn't need help | does not need help
no longer need help | never need help | no longer needs help | don't send help | do not send help
don't call an ambulance | do not call an ambulance | no longer trapped | no longer stuck | not anyone help
was trapped | were trapped | was stuck | were stuck | had been trapped | got unstuck | not trapped anymore
stuck in traffic | stuck in a traffic jam | stuck in a meeting | stuck in meetings | stuck at work
stuck at the airport | stuck in the past | buried in work | help me understand | thanks for help me
"""),
    Kind.NOT: lines("""
not | no | isn't | isnt | aren't | arent | don't | dont | do not | didn't | did not | never | without | nobody
no one | none | nothing | neither | nor | ain't | aint | wasn't | weren't | haven't | hasn't | not been
"""),
    Kind.SOMEBODY_ELSE: _SOMEBODY,
    Kind.NOT_TOLD: lines("""
if | what if | in case | unless | said | says | say | saying | heard | news | reportedly | told | movie | film
song | is anyone | is anybody | is someone | are you | are they | is he | is she | were you | did you | have you
has anyone | has anybody | do you | does anyone | anyone | anybody | are there | is there | are people
"""),
    # Calling into the dark asks nobody for their state.
    Kind.UNKNOWN: lines("""
are you there | is anyone there | is anybody there | is someone there | anyone there | anybody there
can anyone hear | can anybody hear | can you hear | do you hear | do you read | if anyone can hear
if anybody can hear | if anyone reads this | if you can read this | if you read this | if you see this
"""),
    Kind.LONG_AGO: lines(
        "last year | last month | last week | years ago | weeks ago | months ago | yesterday | as a child"
    ),
}

#: May stand between a negation and the word it takes back.
BETWEEN_NOT_AND_ALARM = frozenset(
    lines("""
is | are | was | were | been | being | a | an | any | badly | seriously | currently | really | actually | at
all | or | and | in | to | be | need | of | us | here | you | got | getting | me | have
""")
)
