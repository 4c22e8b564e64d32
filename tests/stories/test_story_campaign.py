"""Asking everybody to prove their contacts: a button in Slack, one in LINE, a page by mail; and a process that dies."""

from __future__ import annotations

from collections import Counter

import pytest

from bot.buttons import ProvePress, encode
from bot.vocabulary import ContactState
from flows.show_campaign import Proof, show_campaign
from flows.start_campaign import StartCampaign, start_campaign, write_campaign
from flows.work import Lane, Operator, System
from sandbox.story.phones import line_values
from storage.models import contacts, messages
from storage.queries import campaigns
from tests.stories.conftest import ON_SQLITE
from tests.stories.harness import Story
from tests.stories.people import (
    ASKED_BY_MAIL,
    ASKED_IN_LINE,
    ASKED_IN_SLACK,
    EMMA_MAIL,
    OLIVER,
    STRANGER,
    STRANGER_LINE,
    TARO,
    YUI_LINE,
    resident,
)

QUESTION = {"ja": "連絡先の確認です", "en": "Contact check"}
PROVE = encode(ProvePress())
ASKED = (*ASKED_IN_SLACK, *ASKED_IN_LINE, *ASKED_BY_MAIL)


def begun(story: Story) -> int:
    with story.anpi.begin(Operator("test"), Lane.FANOUT) as work:
        return start_campaign(work, StartCampaign()).campaign_id


def everybody_is_asked(story: Story) -> None:
    """Once each, in their own language, through the very contact."""
    for user in ASKED_IN_SLACK:
        story.expect_slack(user, QUESTION[resident(user).locale])
    for friend in ASKED_IN_LINE:
        story.expect_line(friend, QUESTION["ja"])
    for address in ASKED_BY_MAIL:
        story.expect_mail(address, "連絡先確認" if resident(address).locale == "ja" else QUESTION["en"])
    assert story.unexpected() == []
    asked = Counter(row["address"] for row in story.rows(messages, kind="contact_proof"))
    assert asked == Counter(ASKED)


def proofs(story: Story, campaign_id: int) -> dict[str, Proof]:
    with story.anpi.begin(Operator("test"), Lane.ANSWER) as work:
        return {line.address: line.proof for line in show_campaign(work, campaign_id).lines}


def confirmed(story: Story, campaign_id: int) -> set[str]:
    return {address for address, proof in proofs(story, campaign_id).items() if proof is Proof.CONFIRMED}


def killed_while_writing(story: Story, campaign_id: int) -> None:
    with story.anpi.begin(System("cycle"), Lane.FANOUT) as work:
        assert write_campaign(work, campaign_id)
        raise ConnectionError("before the commit")


@pytest.fixture
def campaign(story: Story) -> int:
    campaign_id = begun(story)
    story.turn()
    everybody_is_asked(story)
    story.forward(minutes=3)
    return campaign_id


@ON_SQLITE
def test_a_press_in_each_channel_proves_that_contact_and_no_other(story: Story, campaign: int) -> None:
    for user, thanks in ((TARO, "確認できました"), (OLIVER, "Confirmed")):
        question = story.expect_slack(user, QUESTION[resident(user).locale])
        assert story.slack.press(user, question, PROVE).ok
        story.expect_slack(user, thanks)
    assert PROVE in line_values(story.town, resident(YUI_LINE))
    assert story.line.postback(YUI_LINE, PROVE).ok
    story.expect_line(YUI_LINE, "確認できました")
    link = story.expect_mail(EMMA_MAIL, "Contact check").link("/c/")
    assert "It has arrived" in story.get(link).html
    assert story.get(link, method="HEAD").status == 200
    assert confirmed(story, campaign) == {TARO, OLIVER, YUI_LINE}, "looking proves nothing"
    assert "Confirmed" in story.post(link, action="prove").html
    assert confirmed(story, campaign) == {TARO, OLIVER, YUI_LINE, EMMA_MAIL}
    with story.silence():
        story.forward(days=1)


@ON_SQLITE
def test_a_press_delivered_again_and_a_strangers_press_prove_nothing_more(story: Story, campaign: int) -> None:
    question = story.expect_slack(TARO, QUESTION["ja"])
    delivery = story.slack.press(TARO, question, PROVE)
    assert delivery.ok
    story.expect_slack(TARO, "確認できました")
    [before] = story.rows(contacts, address=TARO)
    story.forward(minutes=5)
    assert story.slack.repeat(delivery).ok
    story.expect_slack(TARO, "確認できました")
    [after] = story.rows(contacts, address=TARO)
    assert (before["state"], after["state"]) == (ContactState.CONFIRMED,) * 2
    of_another = story.expect_slack(OLIVER, QUESTION["en"])
    assert story.slack.press(STRANGER, of_another, PROVE).ok
    story.expect_slack(OLIVER, "その連絡先は見つかりません", seen_by=STRANGER)
    story.line.add_friend(STRANGER_LINE)
    assert story.line.postback(STRANGER_LINE, PROVE).ok
    story.expect_line(STRANGER_LINE, "その連絡先は見つかりません")
    assert confirmed(story, campaign) == {TARO}


def test_a_campaign_goes_on_where_a_dead_process_left_it_and_asks_nobody_twice(story: Story) -> None:
    campaign = begun(story)
    with story.anpi.begin(System("cycle"), Lane.FANOUT) as work:
        page = campaigns.claim_page(work.connection, campaign, people_at_most=3)
        assert page is not None
        campaigns.write_page(work.connection, campaign, page, work.policy.channels, work.now, work.now)
    with pytest.raises(ConnectionError):
        killed_while_writing(story, campaign)
    story.crash()
    story.turn()
    story.turn()
    everybody_is_asked(story)
