"""How numbers are made: scenarios and rows, rounds, and a folder under `data/benchmarks/`.

`plan` says what is measured, `runner` goes through it round by round, `cell` measures one server,
`wrk` and `client` load it, `gates` say what does not count, `store` keeps every round.
"""
