"""Quotations that stand in the source but do not bear the statement that carries them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from assistant.bearing import unborne
from assistant.draft import DraftStatement, Quotation, SourcePassage
from assistant.verify import Verifier
from benchmarks.bearing import PAIRS, read_pairs
from corpus.document import Document, Span, Speech


def source(text: str, **fields: object) -> Document:
    about = {
        "title": "Statement on Syria",
        "publisher": "Centre for Protection",
        "date": "2020-02-24",
        "language": "en",
        **fields,
    }
    return Document("d", "a", "a", text, "", **about)  # type: ignore[arg-type]


def support(statement: str, quotation: str, **fields: object) -> tuple[str, str]:
    document = source(quotation, **fields)
    draft = DraftStatement(statement, (Quotation("p1", quotation),))
    passage = SourcePassage("p1", document, 0, len(quotation))
    shown, cited = Verifier().verify(draft, {"p1": passage})
    assert bool(cited) == (shown.support != "unsupported")
    return shown.support, shown.note


BORNE = [
    ("The Centre urged the Security Council to act.", "We urge the Security Council to act now."),
    ("The UN says 1,200 people died.", "The United Nations reports that 1 200 people died."),
    ("The International Criminal Court should act.", "The ICC must now act on these crimes."),
    ("About five million Syrians fled.", "More than 5,000,000 people fled from Syria."),
    ("On 24 February 2020 it asked for a ceasefire.", "Today we ask for an immediate ceasefire."),
    ("In February 2020 it asked for a ceasefire.", "Today we ask for an immediate ceasefire."),
    ("It condemned attacks on hospitals in Syria.", "We condemn in strong terms these attacks."),
    ("The Council has not acted.", "The Council has failed to act."),
    ("It pledged $100,000 to the fund.", "I announce a contribution of $100,000 to the fund."),
    ("Permanent members should not use the veto.", "No permanent member should use its veto."),
    ("The French government supports restraint.", "France supports restraint in the veto's use."),
    ("It thanked the Secretary-General.", "May I thank the Secretary-General for his work."),
    ("50% of the victims were children.", "Fifty per cent of all the victims were children."),
    ("The state must not go unpunished.", "The state cannot and must not remain unpunished."),
    ("It called the attack “a crime”, and more.", "The attack was a crime and an outrage."),
    ("Twenty-one observers were sent.", "The mission of 21 observers was sent in spring."),
    ("The attack did not only kill soldiers.", "The attack did not only kill soldiers there."),
    ("Senegal supports the Court.", "Le Sénégal supports the Court in all it does."),
    # Said in other words.
    ("Some 80 per cent, four out of five, were vaccinated.", "80 per cent were vaccinated."),
    ("Two thirds of adults have had a dose.", "66 percent of adults received their dose."),
    (
        "North Korea tested a missile.",
        "The Democratic People's Republic of Korea tested a missile.",
    ),
    ("Every year it submits a draft.", "It has annually submitted a draft."),
    ("The mayor was said to be in hiding.", "The mayor is reportedly in hiding."),
    ("Quotas give women no fewer than 30 seats.", "Quotas give women at least 30 seats."),
    ("It recalled that the debt was paid.", "It wished to recall that the debt was paid."),
    (
        "Officers must not act for those who object.",
        "Officers shall not act for them if they object.",
    ),
]

NOT_BORNE = [
    ("1,300 people were killed.", "1,200 people were killed.", "1,300"),
    ("Five million people fled.", "Five thousand people fled.", "million"),
    ("50% of them were children.", "15% of them were children.", "50"),
    ("50 of them were children.", "50% of them were children.", "50"),
    ("Two members abstained.", "Three members abstained today.", "two"),
    ("In 2021 it banned landmines.", "It banned landmines in 2011.", "2021"),
    ("On 25 February 2020 it met.", "Today it met again in full.", "date"),
    ("On 12 May 2019 it met.", "It met on 12 May 2017 in full.", "date"),
    ("In March 2019 the Court met.", "In May 2019 the Court met again.", "date"),
    ("Russia vetoed the resolution.", "One member vetoed the resolution.", "Russia"),
    ("The attack was in Nigeria.", "The attack was in Niger last week.", "Nigeria"),
    ("Dr. Maria Lopez condemned the attack.", "We condemn the attack on the city.", "Maria"),
    ("The US imposed sanctions.", "They gave us the sanctions list.", "US"),
    ("It was “a crime against humanity”.", "It was a crime of war, we say.", "crime against"),
    ("The Council condemned the attack.", "The Council is concerned at the attack.", "condemned"),
    ("It demanded an inquiry.", "It invites the parties to an inquiry.", "demanded"),
    ("It accused the army of murder.", "It is concerned at murder by the army.", "accused"),
    ("The Council condemned the attack.", "The Council did not condemn the attack.", "not"),
    ("The Council did not condemn the attack.", "The Council condemned the attack.", "not"),
    ("It supported the proposal.", "It didn’t support the proposal at all.", "not"),
    ("It did not condemn the raid.", "It condemned the raid, and it will not rest.", "condemn"),
    ("The Council referred the case.", "The Council should refer the case.", "should"),
    ("The Council will refer the case.", "The Council may refer the case.", "may"),
    ("Troops were deployed there.", "Troops will be deployed there.", "will"),
    ("Sanctions must be lifted.", "Sanctions were lifted last week.", "must"),
    ("It rose again.", "The river was calm in the morning.", "no word"),
    # What was done.
    ("The Council lifted the sanctions.", "The Council tightened the sanctions.", "lifted"),
    ("The army completed the bridge.", "The army began the bridge in May.", "completed"),
    ("The rules allow such rallies.", "The rules regulate such rallies.", "allow"),
    (
        "The State generates half of its power.",
        "Our target of generating half of it stands.",
        "aim",
    ),
    ("Kenya insured all its workers.", "Kenya will now insure workers and the poor.", "will"),
    # To whom an act is directed.
    (
        "Mali regretted the lifting of the curfew.",
        "Mali regretted the deaths, and noted steps such as the lifting of the curfew.",
        "noted",
    ),
    # How many, how often, at least or at most.
    ("Some of the measures were taken.", "All of the measures were taken.", "some"),
    ("The courts were never fair.", "The courts were not always fair.", "always"),
    ("Prisoners may see several visitors.", "Prisoners may see only one visitor.", "one"),
    ("At most 30 seats are theirs.", "At least 30 seats are theirs.", "at most"),
    # Who did it.
    ("France vetoed the draft.", "The draft was good; China vetoed the draft.", "France"),
    (
        "In 2020 the Centre's Rwanda proclaimed a year of water.",
        "The General Assembly proclaimed a year of water in Rwanda.",
        "another",
    ),
    # "Not" in other words.
    ("They should give up the search.", "They must not relent in the search.", "relent"),
    ("Both failed for lack of money.", "They failed not for lack of money but of will.", "not"),
    ("It is only a question of money.", "It is not just a question of money.", "only"),
    # When.
    ("It was signed after the election.", "It was signed before the election.", "before"),
    ("It grew over the last decade.", "It grew over the last quarter-century.", "decade"),
    # Beside other words.
    (
        "They held 2,000 people for political articles.",
        "They held 200 people for political articles and held 2,000 people in a mass roundup.",
        "2",
    ),
    ("Iraq's invasion of Kuwait failed.", "Kuwait's invasion of Iraq failed.", "turns"),
    ("Low-income countries suffer most.", "Middle-income countries suffer most.", "low"),
]


BORNE += [
    ("Impunity has to end.", "There must be no impunity."),
    ("The court opened on 5 May 2011.", "The court opened its doors on May 5, 2011."),
    ("The two sides talked for 20 years.", "Both sides have been in talks for two decades."),
    ("Perpetrators face no trial.", "Those who did it have not been brought before a court."),
    ("The United States withdrew.", "The United States has withdrawn from the agreement."),
    ("It wants peace without delay.", "We want peace at once."),
    ("Every fifth child is ill.", "One in five children is ill."),
]
NOT_BORNE += [
    ("The number of attacks rose.", "The number of attacks fell.", "fell"),
    ("The court convicted the general.", "The court acquitted the general.", "acquitted"),
    ("Every State has signed it.", "Many States have signed it.", "every"),
    ("More than 500 people died.", "Fewer than 500 people died.", "fewer than"),
    ("It gave €10 million.", "It gave $10 million.", "euros"),
    ("The fourth report is out.", "The third report is out.", "fourth"),
    ("The country joined the Court.", "The country intends to join the Court.", "as done"),
    ("Elections were held in June.", "Elections are to be held in June.", "shall"),
    ("It has abolished the law.", "It has yet to abolish the law.", "not"),
    ("It has cooperated with us.", "It has refused to cooperate with us.", "not"),
    ("Rebels attacked the army.", "The army attacked the rebels.", "turns round"),
    ("It urged a ceasefire.", "It described the ceasefire of last spring.", "urged"),
]

# What a quotation says beside the words that are taken from it, and what it ties them to.
NOT_BORNE += [
    ("Ten men were executed.", "Ten men were reportedly executed.", "reportedly"),
    ("Mass graves were found in Homs.", "There are reports of mass graves found in Homs.", "repor"),
    ("Genocide is under way in Homs.", "There is a risk of genocide in Homs.", "risk"),
    ("The troops will leave in autumn.", "If peace holds, the troops will leave in autumn.", "if"),
    (
        "The rebels will free hostages.",
        "In exchange for food, rebels will free hostages.",
        "in exchange",
    ),
    ("No civilians were harmed.", "According to the army, no civilians were harmed.", "army"),
    ("The Centre said no civilians died.", "The army claimed that no civilians died.", "army"),
    ("The army left the province.", "The army left two towns of the province.", "towns of"),
    ("Groups support the agreement.", "A single group supports the agreement.", "single"),
    ("The Union sent observers.", "The Union is preparing to send observers.", "as done"),
    ("The camps were abolished.", "It announced the abolition of the camps.", "as done"),
    ("The country is a member.", "The country was a member once.", "of the past"),
    ("The poll was fair.", "The poll was anything but fair.", "not"),
    ("It reached the village.", "It came too late to reach the village.", "not"),
    ("War caused the famine.", "There was war. The famine began later.", "caused"),
    ("The militia defeated troops.", "The militia was defeated by troops.", "turns round"),
    ("The east is worse than the west.", "The west is far worse than the east.", "turns"),
    ("Boys suffer more than girls.", "Boys suffer less than girls.", "less than"),
    ("People fled after the attack.", "People had fled before the attack.", "what came before"),
    ("Ten men and six women died.", "Six men and ten women died.", "count"),
    ("It was signed in 2011.", "It was signed in 2009 and ratified in 2011.", "another date"),
    ("China vetoed the draft.", "In the end Russia vetoed the draft, while China left.", "another"),
    ("Tens of thousands fled.", "Hundreds of thousands fled.", "hundreds of thousands"),
    ("The parties agreed to talk.", "The parties ought to talk.", "agreed"),
    ("The mines were cleared, see evil.example.", "The mines were all cleared.", "evil.example"),
    ("The mines were cleared (link removed).", "The mines were all cleared.", "a link"),
    ("It was cleared, and corrupt ministers lied.", "It was cleared of mines.", "say nothing of"),
]
BORNE += [
    (
        "Ten men are said to have been killed, if reports are right.",
        "Ten men were allegedly killed.",
    ),
    ("The army says no civilians were harmed.", "According to the army, no civilians were harmed."),
    ("The army left parts of the province.", "The army left two towns of the province."),
    ("Troops defeated the militia.", "The militia was defeated by troops."),
    ("Girls suffer less than boys.", "Boys suffer more than girls."),
    ("The attack came after people had fled.", "People had fled before the attack."),
    ("The raid made herders move south.", "The raid forced herders to move south."),
    ("Half a million fled.", "Some 500,000 fled from the city."),
    ("It has agreed to share data.", "It has agreed to share all its data."),
    ("If they do not disarm, sanctions will grow.", "Unless they disarm, sanctions will grow."),
    ("The Court can try him.", "Only then may the Court try him, and it can."),
]


@pytest.mark.parametrize("file", PAIRS, ids=lambda file: file.stem)
def test_of_pairs_labelled_by_hand_few_are_judged_wrongly(file: Path) -> None:
    rows = list(read_pairs(file))
    if not rows:
        pytest.skip("the shared collection of documents (../shared/data) is not on this machine")
    flagged = [row for row in rows if row.note]
    assert sum(not row.borne for row in flagged) / len(flagged) >= 0.95
    assert sum(not row.borne for row in flagged) / sum(not row.borne for row in rows) >= 0.85


@pytest.mark.parametrize(("statement", "quotation"), BORNE)
def test_a_statement_that_its_quotation_bears_is_verified(statement: str, quotation: str) -> None:
    assert support(statement, quotation) == ("verified", "")


@pytest.mark.parametrize(("statement", "quotation", "named"), NOT_BORNE)
def test_a_statement_that_its_quotation_does_not_bear_is_unsupported_with_the_reason(
    statement: str, quotation: str, named: str
) -> None:
    shown, note = support(statement, quotation)
    assert shown == "unsupported"
    assert named in note


def test_a_name_may_stand_in_title_publisher_or_speaker() -> None:
    quotation = "Nothing has hurt the city more than silence."
    speech = (Speech(0, len(quotation), "Dr. Ana Ruiz", "Director"),)
    for name in ("Syria", "The Centre for Protection"):
        assert support(f"{name}: nothing has hurt the city more.", quotation)[0] == "verified"
    said = "Dr. Ana Ruiz, its Director, says nothing has hurt the city more."
    assert support(said, quotation)[0] == "unsupported"
    assert support(said, quotation, speeches=speech)[0] == "verified"


def test_numbers_and_names_are_checked_in_every_language_but_words_only_in_english() -> None:
    told = "Nous condamnons la mort de 12 civils à Idlib."
    assert support("Elle condamne la mort de 12 civils à Idlib.", told, language="fr") == (
        "verified",
        "",
    )
    assert support("Elle condamne la mort de 13 civils.", told, language="fr")[0] == "unsupported"
    assert support("Elle condamne la mort de civils à Alep.", told, language="fr")[0] == (
        "unsupported"
    )


def test_several_quotations_bear_a_statement_together() -> None:
    text = "The attack killed 12 people in Homs. The Council condemned it on Monday."
    quotations = tuple(
        Quotation("p1", words)
        for words in ("The attack killed 12 people in Homs.", "The Council condemned it on Monday.")
    )
    draft = DraftStatement("The Council condemned the attack that killed 12 in Homs.", quotations)
    passages = {"p1": SourcePassage("p1", source(text), 0, len(text))}
    statement, cited = Verifier().verify(draft, passages)
    assert (statement.support, len(cited)) == ("verified", 2)


def test_every_real_sentence_bears_itself(shared_data: Path) -> None:
    for path in sorted((shared_data / "debate").glob("*.txt"))[::60]:
        text = path.read_text(encoding="utf-8", errors="replace")
        document = source(text, title="t", publisher="p", date="2011")
        for match in list(re.finditer(r"[A-Z][^.!?]{40,400}[.!?](?=\s)", text))[::4]:
            sentence = " ".join(match[0].split())
            assert unborne(sentence, [(document, Span(*match.span()))]) == ""


def test_a_statement_that_joins_two_quotations_is_borne_by_both_together() -> None:
    mali = source("We regret that the talks ended.", publisher="Mali")
    chad = source("We will now resume the talks and welcome any help.", publisher="Chad")
    quoted = [(each, Span(0, len(each.text))) for each in (mali, chad)]
    joined = "Mali regretted that the talks ended and Chad welcomed any help."
    assert unborne(joined, quoted) == ""
    swapped = "Mali condemned that the talks ended and Chad welcomed any help."
    assert "condemned" in unborne(swapped, quoted)
