"""How good retrieval, citations and refusals are, measured on questions with gold quotations."""

from assistant.evaluation.compare import Comparison, compare, read_earlier
from assistant.evaluation.measure import evaluate, prepared
from assistant.evaluation.outcome import Outcome
from assistant.evaluation.questions import Question, read_questions
from assistant.evaluation.result import Evaluation
from assistant.evaluation.write import write_reports

__all__ = [
    "Comparison",
    "Evaluation",
    "Outcome",
    "Question",
    "compare",
    "evaluate",
    "prepared",
    "read_earlier",
    "read_questions",
    "write_reports",
]
