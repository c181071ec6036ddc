"""What each rule's own example does not show: who is judged, which row is named, what is told apart."""

from __future__ import annotations

from graphmodel.rules import RULES, codes
from graphmodel.rules.promised import JUDGED
from graphmodel.rules.rule import AS_ANSWERED, LEFT_OUT, Finding
from tests.conftest import index
from tests.ruled import findings
from tests.unit.rules.test_oracles import OF_SETTINGS


def found(code: str, **files: str) -> list[Finding]:
    return list(findings(RULES[code], index({f"{stem}.csv": text for stem, text in files.items()})))


def identities(code: str, **files: str) -> list[str]:
    return [f.identity for f in found(code, **files)]


def test_products_are_services_too() -> None:
    assert identities("GM001", products="id\np\n", services="id\ns\n") == ["GM001:p", "GM001:s"]


def test_nothing_is_expected_of_placeholders_and_of_what_is_retired() -> None:
    files = {
        "products.csv": "id,lifecycle,category\nold,retired,\n",
        "services.csv": "id,lifecycle\ns,retired\n",
        "dependencies.csv": "service,depends_on\ns,missing\n",
        "responsibilities.csv": "role,service,responsibility\na,s,A\nb,s,A\na,missing,A\nb,missing,A\n",
    }
    at = index(files)
    assert [f.identity for rule in RULES.values() for f in findings(rule, at)] == ["GM012:missing"]


def test_planned_services_are_judged() -> None:
    assert identities("GM001", services="id,lifecycle\ns,planned\n") == ["GM001:s"]


def test_a_long_list_of_roles_is_cut() -> None:
    rows = "".join(f"r{i},s,A\n" for i in range(7))
    (one,) = found("GM002", services="id\ns\n", responsibilities="role,service,responsibility\n" + rows)
    assert one.message == "7 roles are accountable for s: r0, r1, r2, r3, r4 and 2 more"


def test_several_responsibilities_of_one_role_are_one_accountable_role() -> None:
    held = "role,service,responsibility\na,s,A\na,s,R\nb,s,R\n"
    assert identities("GM002", services="id\ns\n", responsibilities=held) == []


def test_a_category_is_filled_by_its_sub_categories() -> None:
    categories = "id,parent\ntop,\nmiddle,top\nlow,middle\nempty,top\n"
    assert identities("GM004", categories=categories, services="id,category\ns,low\n") == ["GM004:empty"]


def test_categories_that_nobody_wrote_down_are_no_empty_ones() -> None:
    assert identities("GM004", services="id\ns\n") == []
    assert identities("GM004", categories="id,parent\nc,named\n", services="id\ns\n") == ["GM004:c"]


def test_depending_on_oneself_is_no_underpinning() -> None:
    files = {"products": "id\np\n", "services": "id\ns\n", "dependencies": "service,depends_on\np,p\ns,s\n"}
    assert identities("GM005", **files) == ["GM005:s"]
    assert identities("GM006", **files) == ["GM006:p"]


CATEGORIES = "id,parent,expects\napp,,net;sup\nsaas,app,net\nweb,app,\nnet,,\nwifi,net,\nsup,,\n"


def test_expectations_are_inherited_and_replaced() -> None:
    products = "id,category\na,app\nb,saas\nc,web\nd,net\ne,\n"
    assert identities("GM007", categories=CATEGORIES, products=products) == [
        "GM007:a:net",
        "GM007:a:sup",
        "GM007:b:net",
        "GM007:c:net",
        "GM007:c:sup",
    ]


def test_a_sub_category_of_a_type_counts_for_it_however_far_below() -> None:
    services = "id,category\ns,\nt,wifi\n"
    dependencies = "service,depends_on,strength\np,s,soft\ns,t,hard\n"
    (one,) = found(
        "GM007",
        categories=CATEGORIES,
        products="id,category\np,app\n",
        services=services,
        dependencies=dependencies,
    )
    assert (one.identity, one.origin.file, one.origin.line) == ("GM007:p:sup", "products.csv", 2)
    assert one.message == "nothing of type sup underpins product p, as app expects"


def test_a_product_on_a_cycle_does_not_count_for_itself() -> None:
    categories = "id,expects\nnet,net\n"
    files = {
        "categories": categories,
        "products": "id,category\np,net\n",
        "dependencies": "service,depends_on\np,s\ns,p\n",
    }
    assert identities("GM007", **files, services="id\ns\n") == ["GM007:p:net"]
    assert identities("GM007", **files, services="id,category\ns,net\n") == []


def test_a_type_that_is_expected_and_that_nobody_has_is_missing() -> None:
    assert identities("GM007", categories="id,expects\napp,x\nx,\n", products="id,category\np,app\n") == [
        "GM007:p:x"
    ]


def test_an_expectation_of_what_nobody_defines_means_nothing() -> None:
    categories = "id,expects\napp,nowhere\nsaas,net;nowhere\nnet,\n"
    assert identities("GM007", categories=categories, products="id,category\np,app\nq,saas\n") == [
        "GM007:q:net"
    ]


def test_the_shipped_types_expect_what_they_say() -> None:
    assert identities("GM007", products="id,category\np,network\n") == ["GM007:p:security"]


def test_one_finding_for_each_tangle_from_the_row_that_closes_the_circle() -> None:
    dependencies = "service,depends_on,group\na,b,\nb,c,\nc,a,g\nc,a,\nb,a,\nd,d,\ne,d,\n"
    one, two = found("GM008", services="id\na\nb\nc\nd\ne\n", dependencies=dependencies)
    assert (one.identity, one.origin.line) == ("GM008:a", 6)
    assert one.message == "a depends on itself: a → b → a (one cycle among 3 services)"
    assert (two.identity, two.origin.line) == ("GM008:d", 7)
    assert two.message == "d depends on itself: d → d"


def test_a_long_circle_is_cut() -> None:
    rows = "".join(f"s{i},s{(i + 1) % 9}\n" for i in range(9))
    (one,) = found(
        "GM008",
        services="id\n" + "".join(f"s{i}\n" for i in range(9)),
        dependencies="service,depends_on\n" + rows,
    )
    assert one.message == "s0 depends on itself: s0 → s1 → s2 → … (4 more) … → s7 → s8 → s0"
    assert one.origin.line == 10


def test_groups_are_told_apart_and_named_by_their_first_row() -> None:
    dependencies = (
        "service,depends_on,group,needs\na,x,one,\na,y,all,2\na,x,all,\na,x,some,1\na,y,some,\na,z,,\n"
    )
    one, two = found("GM009", services="id\na\nx\ny\nz\n", dependencies=dependencies)
    assert (one.identity, one.origin.line) == ("GM009:a:all", 3)
    assert one.message == "group all of a is no redundancy: it needs all of its 2 members"
    assert (two.identity, two.origin.line) == ("GM009:a:one", 2)
    assert two.message == "group one of a is no redundancy: it needs its only member"


def test_every_pair_of_a_live_service_and_one_that_is_not() -> None:
    services = "id,lifecycle\nblank,\nlive,live\nretiring,retiring\nplanned,planned\nretired,retired\n"
    consumers = ["blank", "live", "retiring", "planned", "retired"]
    rows = [f"{c},{p},{g}" for g in ("g", "h") for c in consumers for p in consumers if c != p]
    wrong = [(p, c) for p in ("planned", "retired") for c in ("blank", "live", "retiring")]
    result = found(
        "GM011", services=services, dependencies="service,depends_on,group\n" + "\n".join(rows) + "\n"
    )
    assert [f.identity for f in result] == [f"GM011:{p}:{c}" for p, c in wrong]
    assert [f.origin.line for f in result] == [2 + rows.index(f"{c},{p},g") for p, c in wrong]


def test_a_placeholder_is_named_by_its_first_row() -> None:
    dependencies = "service,depends_on\ngone,a\na,x\nb,x\n"
    responsibilities = "role,service,responsibility\nr,held,A\n"
    held, gone, x = sorted(
        found("GM012", services="id\na\nb\n", dependencies=dependencies, responsibilities=responsibilities),
        key=lambda f: ["held", "gone", "x"].index(f.subject),
    )
    assert (held.origin.file, held.origin.line) == ("responsibilities.csv", 2)
    assert (gone.origin.file, gone.origin.line) == ("dependencies.csv", 2)
    assert (x.origin.file, x.origin.line) == ("dependencies.csv", 3)


def test_colons_in_ids_do_not_mix_identities_up() -> None:
    dependencies = "service,depends_on,group\na:b,x,c\na,x,b:c\n"
    assert identities("GM009", services="id\na\na:b\nx\n", dependencies=dependencies) == [
        "GM009:a:b%3Ac",
        "GM009:a%3Ab:c",
    ]


def test_an_empty_catalogue_has_no_findings() -> None:
    nothing = index({})
    assert [f for rule in RULES.values() for f in findings(rule, nothing)] == []


PLACEHOLDER = {
    "services.csv": "id,lifecycle,placeholder\nz,live,\ngone,retired,\nph,,yes\n",
    "dependencies.csv": "service,depends_on,group,needs\nph,z,g,1\nz,ph,,\nph,gone,,\n",
    "responsibilities.csv": "role,service,responsibility\nr,z,A\na,ph,A\nb,ph,A\n",
}


def test_nothing_is_said_of_a_placeholder_but_that_it_is_one() -> None:
    at = index(PLACEHOLDER)
    every = [f for rule in RULES.values() for f in findings(rule, at)]
    assert [f.identity for f in every if f.subject == "ph" or "ph" in f.others] == ["GM012:ph"]
    assert [f.identity for f in every if "ph" in f.message] == ["GM012:ph"]


PROMISES = ("GM013", "GM014", "GM015", "GM016")
RETIRED = {
    "categories.csv": "id,name,expects\napps,,net\nnet,Network,\nold,Old things,\n",
    "products.csv": "id,category,lifecycle\np,apps,live\n",
    "services.csv": "id,name,category,lifecycle\nlan,LAN,net,retired\nfax,,old,retired\nhosting,,apps,live\n",
    "dependencies.csv": "service,depends_on,group,needs\np,lan,,\nfax,hosting,,\nhosting,p,g,1\nhosting,fax,g,1\n",
    "roles.csv": "id,name\nclerk,Fax clerk\n",
    "responsibilities.csv": "role,service,responsibility\nclerk,fax,A\n",
}


def test_retired_services_count_for_nothing_and_a_message_that_rests_on_it_says_so() -> None:
    at = index(RETIRED)
    said = {f.identity: f.message for rule in RULES.values() for f in findings(rule, at)}
    assert {code: text for code, text in said.items() if code[:5] not in ("GM001", "GM011")} == {
        "GM004:old": "no service is in category Old things (old), retired services aside",
        "GM004:net": "no service is in category Network (net), retired services aside",
        "GM005:hosting": "hosting underpins nothing and is no product, retired services aside",
        "GM006:p": "nothing underpins product p, retired services aside",
        "GM007:p:net": "nothing of type Network underpins product p, as apps expects, retired services aside",
        "GM009:hosting:g": "group g of hosting is no redundancy: it needs its only member, retired services aside",
        "GM010:clerk": "role Fax clerk (clerk) holds no responsibility, retired services aside",
    }


def test_what_a_rule_says_of_retired_services_and_placeholders_is_the_same_for_all() -> None:
    for code in [code for name, code in codes().items() if name.startswith("GM") and name not in OF_SETTINGS]:
        assert code.why.endswith(JUDGED if code.code in PROMISES else (LEFT_OUT, AS_ANSWERED))


def test_soft_dependencies_close_a_circle_too_and_the_hint_does_not_say_that_they_help() -> None:
    (one,) = found(
        "GM008", services="id\na\nb\n", dependencies="service,depends_on,strength\na,b,\nb,a,soft\n"
    )
    assert "soft" not in one.hint


def test_what_depends_on_a_retired_service_is_called_what_it_is() -> None:
    services = "id,name,lifecycle\ndb,DB,retired\nerp,ERP,retiring\ncrm,CRM,live\nold,,\n"
    dependencies = "service,depends_on\nerp,db\ncrm,db\nold,db\n"
    assert [f.message for f in found("GM011", services=services, dependencies=dependencies)] == [
        "DB (db) is retired, and CRM (crm), which is live, depends on it",
        "DB (db) is retired, and ERP (erp), which is retiring, depends on it",
        "DB (db) is retired, and old depends on it",
    ]


GUIDS = [f"3f2a9c1e-0000-4a11-9b01-00000000000{n}" for n in range(1, 4)]


def test_a_message_has_names_and_the_ids_stand_beside_it() -> None:
    names = ["Web shop", "Database", "Message bus"]
    services = "id,name\n" + "".join(f"{own},{name}\n" for own, name in zip(GUIDS, names, strict=True))
    around = "".join(f"{GUIDS[n]},{GUIDS[(n + 1) % 3]}\n" for n in range(3))
    (one,) = found("GM008", services=services, dependencies="service,depends_on\n" + around)
    assert one.message.endswith(" depends on itself: Web shop → Database → Message bus → Web shop")
    assert one.message.startswith(f"Web shop ({GUIDS[0]})")
    assert (one.others, one.other_names) == (tuple(GUIDS), tuple(names))
