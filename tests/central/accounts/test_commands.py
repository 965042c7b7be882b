import json

from tests.central.commands import Run


def test_the_first_administrator_is_made_once(run: Run) -> None:
    assert run("account", "first", "--login", "Minh", "--name", "Trần Văn Minh")[0] == 0
    code, said = run("account", "first", "--login", "lan", "--name", "Lan")
    assert (code, "there is an administrator already" in said) == (3, True)
    code, said = run("account", "disable", "minh", "--as", "Lan")
    assert (code, "nobody would be left" in said) == (3, True)


def test_accounts_are_made_given_roles_listed_and_closed(run: Run) -> None:
    add = ("account", "add", "--login", "lan", "--name", "Lan", "--as", "Minh", "--role")
    assert "a unit is needed" in run(*add, "head_of_unit")[1]
    assert "there are administrator, it_staff" in run(*add, "king")[1]
    assert run("account", "list")[1] == "no accounts\n"
    assert run(*add, "supervisor")[0] == 0
    assert "such a login already" in run(*add, "auditor")[1]
    assert run("account", "grant", "lan", "--role", "auditor", "--as", "Minh")[0] == 0
    assert run("account", "withdraw", "lan", "--role", "supervisor", "--as", "Minh")[0] == 0
    assert run("account", "link", "lan", "--issuer", "https://id", "--subject", "7", "--as", "Minh")[0] == 0
    for act in ("disable", "enable", "sign-out", "visit"):
        assert run("account", act, "lan", "--as", "Minh")[0] == 0
    assert "good once, for 3 days" in run("account", "reset", "lan", "--second-factor", "--as", "Minh")[1]
    (listed,) = json.loads(run("account", "list", "--json")[1])
    assert (listed["login"], listed["grants"]) == ("lan", [{"role": "auditor", "about": ""}])
    assert run("account", "visit", "nobody", "--as", "Minh")[0] == 3
