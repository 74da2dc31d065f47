"""Reading the matrix of recommendations that the UN human rights office prints for each State: a Word file with one big table.

`read_matrix(data)` gives every row with where it was found, or refuses and lists every problem. Nothing here writes or asks anyone.
"""

from firsthand.commitments.matrix.found import Ask, Matrix, MatrixRefused, MatrixRow, Problem, Source, StateNamed, Tag, Where
from firsthand.commitments.matrix.reading import read_matrix

__all__ = ["Ask", "Matrix", "MatrixRefused", "MatrixRow", "Problem", "Source", "StateNamed", "Tag", "Where", "read_matrix"]
