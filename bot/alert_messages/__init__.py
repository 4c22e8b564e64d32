"""Messages that make people move: counted, checked, split and composed by the rules of the 緊急速報メール guide.

The rule book is 緊急速報メール 配信の手引き 3.3 (2020-04-30). Sections are those of the guide; `p.13` is a page of it.
Nothing is read or compiled before somebody asks: the command line imports this at every start.
"""
