"""Plant errors in the code, one at a time, and count how many a test catches.

``python -m tools.mutate_code --count 300`` draws a sample of small changes (a comparison turned
round, a sum for a difference, a number one higher), runs the tests nearest to the changed module
on each, and prints the share that fails and every change that survived. No file is touched: the
changed module is compiled when a test imports it.
"""
