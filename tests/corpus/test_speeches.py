"""Whose words are quoted: attributed where the text says so clearly, and never otherwise."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.speeches import find_speeches


def speeches(text: str) -> list[tuple[str, str, str]]:
    return [
        (text[speech.start : speech.end], speech.speaker, speech.function)
        for speech in find_speeches(text)
    ]


@pytest.mark.parametrize(
    ("text", "words", "speaker", "function"),
    [
        (
            "After the news, Peace Institute Executive Director Dr. Jane Roe said, “We welcome the"
            " plan. It must be carried out.”",
            "We welcome the plan. It must be carried out.",
            "Dr. Jane Roe",
            "Executive Director",
        ),
        (
            "“The village was burned down,” said Jane Roe, Head of Research at the Institute.",
            "The village was burned down,",
            "Jane Roe",
            "Head of Research at the Institute",
        ),
        (
            "Human rights chief Juan de la Cruz, Special Rapporteur on torture, told us: “The"
            " village was burned down.”",
            "The village was burned down.",
            "Juan de la Cruz",
            "Special Rapporteur on torture",
        ),
        (
            "UN High Commissioner for Human Rights Mary Major warned: “The village was burned.”",
            "The village was burned.",
            "Mary Major",
            "High Commissioner for Human Rights",
        ),
        (
            "According to Jane Roe, “the village was burned to the ground”.",
            "the village was burned to the ground",
            "Jane Roe",
            "",
        ),
        (
            "“The village was burned to the ground,” according to Prof. Roe.",
            "The village was burned to the ground,",
            "Prof. Roe",
            "",
        ),
        (
            "James A. Goodman of the Justice Initiative said: “These shipments were made in 2014.”",
            "These shipments were made in 2014.",
            "James A. Goodman",
            "",
        ),
        (
            "Years later former President Jane Roe said that we had “entered another age of war”.",
            "entered another age of war",
            "Jane Roe",
            "former President",
        ),
        (
            "The great Swiss writer Jane Roe once said: “The village was burned to the ground.”",
            "The village was burned to the ground.",
            "Jane Roe",
            "Swiss writer",
        ),
        (
            "I end with words that are often attributed to the great Jane Roe:\n\n“Silence does"
            " more harm than words.”",
            "Silence does more harm than words.",
            "Jane Roe",
            "",
        ),
        (
            "Jane Roe (34), who was there in May, told the Institute: “The village was burned.”",
            "The village was burned.",
            "Jane Roe",
            "",
        ),
        (
            "Dr. Jane Roe, a surgeon, and the Director of the Old Hospital in the town, told us:"
            " “The village was burned.”",
            "The village was burned.",
            "Dr. Jane Roe",
            "surgeon, and the Director of the Old Hospital in the town",
        ),
        (
            "Jane Roe, head of the camp, confirmed on Monday that it was empty. She said:\n\n"
            '"The people left at night."',
            "The people left at night.",
            "Jane Roe",
            "head of the camp",
        ),
        (
            "Jane Roe, the Administrator-General, says that much was done. “The village was built"
            " again.”",
            "The village was built again.",
            "Jane Roe",
            "Administrator-General",
        ),
        (
            "According to Belgian toxicologist Jane Roe (Old University), it kills. “The village"
            " was burned.”",
            "The village was burned.",
            "Jane Roe",
            "Belgian toxicologist",
        ),
        (
            "“The village was burned to the ground,” his sister Jane Roe told the committee.",
            "The village was burned to the ground,",
            "Jane Roe",
            "sister",
        ),
        (
            '"The village was burned to the ground,” said Jane Roe, Head of Research.',
            "The village was burned to the ground,",
            "Jane Roe",
            "Head of Research",
        ),
        (
            "The President of the Isles, Jane Roe, said: “The village was burned down.”",
            "The village was burned down.",
            "Jane Roe",
            "President of the Isles",
        ),
        (
            "Yesterday, speaking in this Hall, the President of the Isles, Jane Roe, said that “the"
            " village was burned to the ground”.",
            "the village was burned to the ground",
            "Jane Roe",
            "President of the Isles",
        ),
        (
            "« Le village a été brûlé hier », a déclaré Jeanne Roux, directrice du Réseau.",
            "Le village a été brûlé hier",
            "Jeanne Roux",
            "directrice du Réseau",
        ),
        (
            "«Quemaron todo el pueblo ayer», dijo Juana Ruiz, vocera de la Corporación.",
            "Quemaron todo el pueblo ayer",
            "Juana Ruiz",
            "vocera de la Corporación",
        ),
        (
            "„Das ganze Dorf ist verbrannt“, sagte Dr. Hanna Roth, Leiterin des Netzwerks.",
            "Das ganze Dorf ist verbrannt",
            "Dr. Hanna Roth",
            "Leiterin des Netzwerks",
        ),
        (
            'وقالت ليلى حداد، مديرة منظمة الضوء: "أحرقوا القرية كلها في الليل".',
            "أحرقوا القرية كلها في الليل",
            "ليلى حداد",
            "مديرة منظمة الضوء",
        ),
        (
            'Jane Roe stated:\n\n"The village was burned to the ground."',
            "The village was burned to the ground.",
            "Jane Roe",
            "",
        ),
    ],
)
def test_a_named_speaker(text: str, words: str, speaker: str, function: str) -> None:
    assert speeches(text) == [(words, speaker, function)]


def test_a_quotation_of_several_paragraphs_is_one_speech() -> None:
    text = "Jane Roe said:\n\n“First of all, we came here.\n\n“Then we had to leave.”\n\nThe end."
    assert speeches(text) == [
        ("First of all, we came here.\n\n“Then we had to leave.", "Jane Roe", "")
    ]


def test_the_same_speaker_goes_on() -> None:
    text = (
        "“We must act now,” said Jane Roe, Head of Research. “We must all act together.”\n\n"
        "“There is no time left to lose,” she added."
    )
    assert [speaker for _, speaker, _ in speeches(text)] == ["Jane Roe"] * 3


def test_a_surname_alone_is_the_person_named_before() -> None:
    text = (
        "“We must act now,” said Jane Roe, Head of Research.\n\nThe Council met again in May.\n\n"
        "“There is no time left to lose,” Roe told the Institute."
    )
    assert [speech[1:] for speech in speeches(text)] == [("Jane Roe", "Head of Research")] * 2


@pytest.mark.parametrize(
    "text",
    [
        "He called it a “business as usual approach to these issues”.",
        "Today the Council launched its “Call to Action for Human Rights” in Geneva.",
        "The report says “the village was burned to the ground” in June.",
        "A member of the Civil Guard said: “The village was burned to the ground.”",
        "The President of the European Council said: “We act, and we support the people.”",
        "The General Assembly stated: “The subjection of peoples is a crime.”",
        "Jane Roe writes in her article “How My Home Town Fought Them Off”, which we read.",
        "In the video, Reuters says: “The village was burned to the ground.”",
        "One of the nurses told us: “The village was burned to the ground.”",
        "Journalists met Jane Roe. The office wrote later. He said: “The village was burned.”",
        'وقالت منظمة الضوء: "أحرقوا القرية كلها في الليل".',
        'وقال أحد الشهود: "أحرقوا القرية كلها في الليل".',
        "Jane Roe came to Geneva. “The village was burned to the ground.”",
        "“The village was burned to the ground.” Jane Roe left the room.",
        "An unclosed “quotation that Jane Roe said never ends",
    ],
)
def test_nothing_is_attributed_without_a_clear_pattern(text: str) -> None:
    assert speeches(text) == []


@given(st.lists(st.sampled_from(["“", "”", '"', "«", "»", "Jane Roe said, ", "we must act now. "])))
def test_speeches_lie_in_the_text_in_order(parts: list[str]) -> None:
    text = "".join(parts)
    end = 0
    for speech in find_speeches(text):
        assert end <= speech.start <= speech.end <= len(text)
        end = speech.end


BODY = (
    "Excellencies,\n\nMore than seven hundred thousand people crossed a river at night. Since then"
    " the government has built a fence, and we have built a file. Refuse to sell arms.\n\nAs the"
    " poet Max Frey put it, “silence is the longest of all wars”. Let the survivors speak in the"
    " room where decisions are made.\n\nThank you."
)


@pytest.mark.parametrize(
    ("head", "speaker", "function"),
    [
        (
            "Remarks by Dr. Jane Roe, Executive Director of the Watch, at the Ministerial Meeting",
            "Dr. Jane Roe",
            "Executive Director of the Watch",
        ),
        (
            "Statement by H.E. Mrs. Jane Roe, Permanent Representative of the Isles to the United"
            " Nations",
            "H.E. Mrs. Jane Roe",
            "Permanent Representative of the Isles to the United Nations",
        ),
        (
            "STATEMENT BY\n\nHIS EXCELLENCY MR. JOHN ROE\n\nPRESIDENT OF THE REPUBLIC OF THE ISLES"
            "\n\nNEW YORK, 19 SEPTEMBER 2017",
            "Mr. John Roe",
            "President of the Republic of the Isles",
        ),
        (
            "Statement by the Hon. Jane Roe, Minister of Justice of the Isles, read by Ambassador"
            " Max Frey, Deputy Permanent Representative",
            "Hon. Jane Roe",
            "Minister of Justice of the Isles",
        ),
        (
            "Message of the High Commissioner for Refugees, Jane Roe, to the Conference\n\n"
            "Delivered by Mr. Max Frey, Director of Protection",
            "Jane Roe",
            "High Commissioner for Refugees",
        ),
        (
            "Isles: Comment by Rights Office spokesperson Jane Roe on the arrests",
            "Jane Roe",
            "Rights Office spokesperson",
        ),
        (
            "Keynote address at the Day of Remembrance\n\nProfessor Jane Roe\n\nChair of the Trust",
            "Professor Jane Roe",
            "Chair of the Trust",
        ),
        (
            "Allocution de Mme Jeanne Roux, ministre de la Justice, lors de la conférence",
            "Jeanne Roux",
            "ministre de la Justice",
        ),
        (
            "Discurso de la Embajadora Juana Ruiz, Representante Permanente de las Islas",
            "Juana Ruiz",
            "Representante Permanente de las Islas",
        ),
    ],
)
def test_a_speech_is_its_speakers_as_a_whole(head: str, speaker: str, function: str) -> None:
    text = f"{head}\n\n{BODY}"
    *_, whole = find_speeches(text)
    assert (whole.speaker, whole.function) == (speaker, function)
    assert text[whole.start : whole.end] == BODY


def test_whom_a_speech_quotes_stands_inside_it() -> None:
    text = f"Remarks by Dr. Jane Roe, Director of the Watch\n\n{BODY}"
    assert [(words[:12], speaker) for words, speaker, _ in speeches(text)] == [
        ("silence is t", "Max Frey"),
        ("Excellencies", "Dr. Jane Roe"),
    ]


@pytest.mark.parametrize(
    "head",
    [
        "Statement by the Isles Rights Watch",
        "Statement by the President",
        "Statement on the arrest of Jane Roe, Director of the Watch",
        "Resolution of the Council on the protection of Jane Roe",
    ],
)
def test_a_statement_by_nobody_in_particular_is_the_publishers(head: str) -> None:
    assert [speaker for _, speaker, _ in speeches(f"{head}\n\n{BODY}")] == ["Max Frey"]


def test_a_text_that_tells_what_somebody_said_is_not_theirs() -> None:
    text = (
        "Statement by Jane Roe, Director of the Watch, on the arrests\n\nThe arrests must end, and"
        " those who ordered them must answer for it, the organisation holds. Jane Roe said that"
        " the Watch would go on with its work in the Isles until every one of the prisoners is"
        " free and every one of the families has been told where they are."
    )
    assert speeches(text) == []


@pytest.mark.parametrize(
    "introduction",
    [
        "I have the honour to read out the statement of His Excellency Mr. John Roe, President of"
        " the Isles, who was prevented from coming.",
        "I am honoured to deliver this statement on behalf of the President of the Isles, Mr. John"
        " Roe.",
        "His Excellency Mr. John Roe, President of the Isles, could not be here. He has instructed"
        " me to deliver the following message.",
        "Allow me to read the statement that was to be delivered by the President of the Isles, Mr."
        " John Roe.",
    ],
)
@pytest.mark.parametrize("marks", [False, True])
def test_a_statement_read_out_is_theirs_who_sent_it(introduction: str, marks: bool) -> None:
    paragraphs = ["We are a small State, and we did not heat the sea. " * 3, "We count the dead. "]
    words = "\n\n".join(f"“{each.strip()}" if marks else each.strip() for each in paragraphs * 2)
    text = f"Mr. President,\n\n{introduction}\n\n{words}{'”' if marks else ''}"
    (speech,) = find_speeches(text)
    assert (speech.speaker, speech.function) == ("Mr. John Roe", "President of the Isles")
    assert text[speech.start : speech.end].startswith("We are a small State")
    assert text[speech.start : speech.end].endswith("We count the dead.")


def test_the_reader_of_a_statement_speaks_again_behind_its_marks() -> None:
    text = (
        "It is my privilege to deliver the following address on behalf of the Prime Minister of"
        " the Isles, Jane Roe.\n\n“Dear friends. Ten years ago this Assembly promised more.\n\n“We"
        " will double what we give.”\n\nThese are her words. I have nothing to add to them."
    )
    assert [speech[1:] for speech in speeches(text)] == [
        ("Jane Roe", "Prime Minister of the Isles")
    ]
    assert speeches(text)[0][0].endswith("We will double what we give.")


def test_the_members_of_a_debate_speak_in_turn() -> None:
    text = (
        "The President: I now give the floor to the representative of the Isles.\n\nMr. Roe"
        " (Isles): We ask that the graves be guarded.\n\nWe welcome the report.\n\nMs. DE WITTE"
        " (Belgium) (spoke in French): We support the text.\n\nMr. Frey (Alps) said that he did"
        " not.\n\nThe meeting rose at 1 p.m."
    )
    assert speeches(text) == [
        ("We ask that the graves be guarded.\n\nWe welcome the report.", "Mr. Roe", "Isles"),
        ("We support the text.", "Ms. DE WITTE", "Belgium"),
    ]


@pytest.mark.parametrize("label", ["A", "JR", "Jane Roe", "Roe"])
def test_an_interview_gives_the_answers_to_whom_it_is_with(label: str) -> None:
    first = "Jane Roe" if label == "Roe" else label
    text = (
        "An interview with Jane Roe\n\nJane Roe is the founder of the Archive.\n\nQ: When did you"
        f" begin?\n\n{first}: In 2012. A cousin sent me a film.\n\nQ: And then?\n\n{label}: I made"
        " a copy."
    )
    assert speeches(text) == [
        ("In 2012. A cousin sent me a film.", "Jane Roe", "founder of the Archive"),
        ("I made a copy.", "Jane Roe", "founder of the Archive"),
    ]


def test_a_name_below_a_quotation_that_is_set_apart() -> None:
    text = (
        "The schools are closed.\n\nI taught them to hide behind the blackboard.\n\n— Jane Roe,"
        " teacher in Djibo\n\n“Something else opens, and it is seldom good.”\n\nMax Frey, Minister"
        " of Education"
    )
    assert speeches(text) == [
        ("I taught them to hide behind the blackboard.", "Jane Roe", "teacher in Djibo"),
        ("Something else opens, and it is seldom good.", "Max Frey", "Minister of Education"),
    ]


@pytest.mark.parametrize(
    ("opened", "closed"), [("“", "”"), ("«", "»"), ('"', '"')], ids=["curly", "angled", "straight"]
)
def test_each_paragraph_of_a_long_quotation_opens_and_the_last_closes(
    opened: str, closed: str
) -> None:
    paragraphs = ("We have warned for months.", "They have the pictures.", "They lack the will,")
    text = f"{opened}{f'{chr(10) * 2}{opened}'.join(paragraphs)}{closed} said Jane Roe, Director."
    ((words, speaker, _),) = speeches(text)
    assert (words[:7], words[-5:], speaker) == ("We have", "will,", "Jane Roe")


@pytest.mark.parametrize(
    ("text", "speaker", "function"),
    [
        (
            "Their spokesman, Colonel Jan Roe, said, “Our forces do not fire on markets.”",
            "Colonel Jan Roe",
            "spokesman",
        ),
        (
            "In a statement on 2 June, Jane Roe said, “Our forces do not fire on markets.”",
            "Jane Roe",
            "",
        ),
        (
            "The Special Rapporteur on the rights of the old, Jane Roe, said that “the army now"
            " burns what it cannot govern.”",
            "Jane Roe",
            "Special Rapporteur on the rights of the old",
        ),
        ("Élise Šimon warned: “What is not told today will return.”", "Élise Šimon", ""),
        (
            "Justice Minister Jane Roe told us that “no child is refused by us.”",
            "Jane Roe",
            "Justice Minister",
        ),
        (
            "Selon Jeanne Roux, avocate en exil, « la prison compte soixante-dix condamnés ».",
            "Jeanne Roux",
            "avocate en exil",
        ),
        (
            "De acuerdo con el abogado Juan Ruiz, «ninguna de ellas fue notificada antes».",
            "Juan Ruiz",
            "abogado",
        ),
    ],
)
def test_more_ways_to_say_who_speaks(text: str, speaker: str, function: str) -> None:
    assert [speech[1:] for speech in speeches(text)] == [(speaker, function)]
