"""The programme stated a second time, from the tables of a run alone.

Each module says what rows and costs its subject has, as its own reading of the tables and of
``FORMULATION.md``; none takes anything from the formulation. What comes out is compared with the
arrays that the solver was given, both ways: a row, a bound, a choice or a price that is too tight
is as wrong as one that is too loose.
"""
