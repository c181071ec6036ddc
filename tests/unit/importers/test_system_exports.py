"""Exports of systems that no preset is for, as these write them."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphmodel.importers import Incoming, read, resolve
from graphmodel.importers.suggestion import suggest
from graphmodel.model.errors import UsageError
from tests.unit.importers.helpers import errors, records, write
from tests.unit.importers.test_suggested_sheets import column, kinds, one


def test_what_describes_codes_in_a_few_words_is_their_name(tmp_path: Path) -> None:
    jira = (
        "Issue key,Summary,Issue Type,Status\n"
        "APP-1,Web shop,Application,In Production\nAPP-2,CRM,Service,Retired\nAPP-3,Mail,Service,Retired\n"
    )
    assert column(one(tmp_path, jira), "service", "id", "name", "kind", "lifecycle")[:2] == [
        ("APP-1", "Web shop", "product", "live"),
        ("APP-2", "CRM", "service", "retired"),
    ]
    prose = "Issue key,Summary\nAPP-1,Sells tickets. Also at night.\nAPP-2,Keeps who bought them\n"
    assert column(one(tmp_path, prose), "service", "id", "description")[0] == (
        "APP-1",
        "Sells tickets. Also at night.",
    )
    words = "Code,Summary\nshop,Web shop\ncrm,Customers\n"
    assert column(one(tmp_path, words), "service", "id", "description")[0] == ("shop", "Web shop")
    assert "responsibility" not in kinds(one(tmp_path, words))


INVENTORY = (
    "CI ID,Name,Class,Owner\nC1,Billing,Service,Ann\nC2,Order App,Application,Ann\nC3,ordb,Server,Jon\n"
)


def proposed(path: Path, files: dict[str, str]) -> Incoming:
    """The files as what is proposed for them reads them, without an error."""
    paths = [write(path, files) / name for name in files]
    (path / "m.toml").write_text(suggest(paths).toml, encoding="utf-8")
    found = resolve(read(paths, mapping=path / "m.toml"), {}, (), create_missing=False)
    assert errors(found) == []
    return found


def pairs(found: Incoming) -> set[tuple[str, str]]:
    """Who depends on whom, by name."""
    names = {r["id"]: r.get("name") or r["id"] for r in records(found)}
    return {(names[r["service"]], names[r["depends_on"]]) for r in records(found, "dependency")}


@pytest.mark.parametrize(
    "relations",
    [
        "Antecedent,Dependent\nOrder App,Billing\nordb,Order App\n",
        "Élément source,Élément impacté\nOrder App,Billing\nordb,Order App\n",
        "Impacting CI,Impacted CI\nC2,C1\nC3,C2\n",
        "CI 1,Relation,CI 2\nOrder App,Used By,Billing\nOrder App,Needs,ordb\nordb,Connected To,Billing\n",
        "Relationship Name,Source.Name,Destination.Name\nIMPACT,Order App,Billing\nIMPACT,ordb,Order App\n",
    ],
)
def test_who_is_impacted_depends(tmp_path: Path, relations: str) -> None:
    found = proposed(tmp_path, {"ci.csv": INVENTORY, "rel.csv": relations})
    assert pairs(found) == {("Billing", "Order App"), ("Order App", "ordb")}


def test_services_with_ids_of_their_own_are_told_apart_by_two_columns_where_relations_do_so(
    tmp_path: Path,
) -> None:
    found = proposed(
        tmp_path,
        {
            "ci.csv": "CI ID,System,Environment\nC1,ERP,PROD\nC2,ERP,QA\nC3,DB,PROD\nC4,DB,QA\n",
            "rel.csv": "Source System,Source Env,Target System,Target Env\nERP,PROD,DB,PROD\nERP,QA,DB,QA\n",
        },
    )
    ids = {r["id"]: r["aliases"] for r in records(found)}
    assert {(ids[r["service"]], ids[r["depends_on"]]) for r in records(found, "dependency")} == {
        ("C1", "C3"),
        ("C2", "C4"),
    }


def test_a_file_that_does_not_say_what_is_a_product_does_not_contradict_one_that_does(tmp_path: Path) -> None:
    """It names them, and the other one has ids, too: they are the same services all the same."""
    costs = "Name,Annual cost\nBilling,300\nOrder App,1000\n"
    found = proposed(tmp_path, {"ci.csv": INVENTORY, "costs.csv": costs})
    assert {(r["name"], r["kind"], r.get("cost") or "") for r in records(found)} == {
        ("Billing", "service", "300"),
        ("Order App", "product", "1000"),
        ("ordb", "service", ""),
    }


NODES = "id:ID,name,:LABEL\n1,Shop,Application\n2,Payments,Service\n3,Ledger,Database\n"
SHOP = {("Shop", "Payments"), ("Payments", "Ledger")}


@pytest.mark.parametrize(
    "files",
    [
        {"nodes.csv": NODES, "rels.csv": ":START_ID,:END_ID,:TYPE\n1,2,DEPENDS_ON\n2,3,USES\n"},
        {
            "components.csv": "oid,Name,Type\nx1,Shop,Application\nx2,Payments,Application\nx3,Ledger,Database\n",
            "references.csv": "Source,Type,Target,Text\nShop,Is Supported By,Payments,uses\n"
            "Payments,Is Realized By,Ledger,\n",
        },
        {
            "elements.csv": "GUID,Type,Name\n{1},Component,Shop\n{2},Component,Payments\n{3},Node,Ledger\n",
            "connectors.csv": "Start_GUID,Connector_Type,Stereotype,End_GUID\n"
            "{2},Dependency,ArchiMate_Serving,{1}\n{3},Realisation,ArchiMate_Realization,{2}\n",
        },
        {
            "applications.csv": "Name;ID;Version\nShop;A1;1\nPayments;A2;2\nLedger;A3;1\n",
            "exchange.csv": "ID;From (Application);To (Application);Business Data\nI1;Payments;Shop;Orders\n"
            "I2;Ledger;Payments;x\n",
        },
        {
            "services.csv": "id,name,status\nP1,Shop,active\nP2,Payments,active\nP3,Ledger,active\n",
            "relations.csv": "dependent_service_id,dependent_service_type,supporting_service_id,supporting_type\n"
            "P1,business_service,P2,service\nP2,service,P3,service\n",
        },
        {
            "hosts.csv": "host_name,address\nShop,10.0.0.1\nPayments,10.0.0.2\nLedger,10.0.0.3\n",
            "hostdependencies.csv": "dependent_host_name,host_name\nShop,Payments\nPayments,Ledger\n",
        },
    ],
    ids=["neo4j", "ardoq", "sparx", "alfabet", "pagerduty", "nagios"],
)
def test_nodes_and_relations_of_other_systems(tmp_path: Path, files: dict[str, str]) -> None:
    found = proposed(tmp_path, files)
    assert pairs(found) == SHOP
    assert {r["name"] for r in records(found)} == {"Shop", "Payments", "Ledger"}


def test_resources_of_a_cloud_depend_on_nothing_by_their_own_names(tmp_path: Path) -> None:
    sheet = (
        '"Identifier","Tag: Name","Service","Type","Tags","ARN"\n'
        '"i-1","web-1","EC2","Instance","3","arn:aws:ec2:eu-west-1:1:instance/i-1"\n'
        '"i-2","web-2","EC2","Instance","3","arn:aws:ec2:eu-west-1:1:instance/i-2"\n'
        '"i-3","db","RDS","Instance","3","arn:aws:rds:eu-west-1:1:db:i-3"\n'
    )
    found = proposed(tmp_path, {"resources.csv": sheet})
    assert "dependency" not in found.tables
    assert {(r["id"], r["name"]) for r in records(found)} == {
        ("i-1", "web-1"),
        ("i-2", "web-2"),
        ("i-3", "db"),
    }
    assert all(not r.get("tags") for r in records(found))


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("graph.dot", 'digraph {\n  "web" -> "db"\n}\n', "diagram"),
        ("a.mmd", "graph TD\n  A-->B\n", "diagram"),
        ("a.puml", "@startuml\n[A] --> [B]\n@enduml\n", "diagram"),
        ("a.drawio", "<mxfile><diagram>x</diagram></mxfile>", "markup"),
        ("workspace.json", '{"name": "Bank", "model": {"softwareSystems": []}}', "JSON"),
        ("service.datadog.yaml", "apiVersion: v3\nkind: service\nmetadata:\n  name: cart\n", "YAML"),
        ("svc.txt", "NAME   TYPE        AGE\ncart   ClusterIP   3d\n", "set apart by blanks"),
    ],
)
def test_what_is_no_table_is_told(tmp_path: Path, name: str, text: str, told: str) -> None:
    file = write(tmp_path, {name: text}) / name
    with pytest.raises(UsageError, match=told):
        suggest([file])
    with pytest.raises(UsageError, match=told):
        read([file])


def test_a_table_may_begin_with_any_word(tmp_path: Path) -> None:
    for header in (
        "Graph;Name",
        "<Name>;<Status>",
        "Flowchart;Name",
        "[System];Name",
        "Name  of;what  it  is",
    ):
        assert records(proposed(tmp_path, {"x.csv": f"{header}\nShop;live\nCRM;live\n"}))


def test_what_a_package_is_a_dependency_of_depends_on_it(tmp_path: Path) -> None:
    sheet = "name,version,dependency of\nlang,3,shop\nlog,1,lang\nshop,1,\n"
    assert pairs(proposed(tmp_path, {"components.csv": sheet})) == {("shop", "lang"), ("lang", "log")}


def test_upstream_is_said_to_be_used_both_ways(tmp_path: Path) -> None:
    suggestion = one(tmp_path, "service,upstream services\ncart,web\nweb,\nstock,cart\n")
    assert (
        "(upstream services is taken for what the row's service depends on: swap both if not)"
        in suggestion.toml
    )


def test_hosts_of_databases_are_no_names_and_calling_systems_are_consumers(tmp_path: Path) -> None:
    files = {
        "systems.csv": "System ID;Type;DB Host;Owner\nPRD;ABAP;h1;Meier\nPIP;JAVA;h2;Kuhn\nQAS;ABAP;h3;Meier\n",
        "rfc.csv": "RFC Destination;Calling System;Target System\nPRD_PO;PRD;PIP\nQAS_PO;QAS;PIP\n",
    }
    found = proposed(tmp_path, files)
    assert pairs(found) == {("PRD", "PIP"), ("QAS", "PIP")}
    assert {(r["id"], r.get("name"), r["DB Host"]) for r in records(found)} == {
        ("PRD", None, "h1"),
        ("PIP", None, "h2"),
        ("QAS", None, "h3"),
    }


def test_a_thing_and_its_name_or_id(tmp_path: Path) -> None:
    sheet = "Asset Name,Asset Tag,Model,Model No.\nlap,A-1,X1,20XX\nsrv,A-2,R740,R740\nsrv2,A-3,R740,R740\n"
    found = proposed(tmp_path, {"assets.csv": sheet})
    assert {(r["id"], r["name"]) for r in records(found)} == {("A-1", "lap"), ("A-2", "srv"), ("A-3", "srv2")}
    assert "dependency" not in found.tables


def test_links_of_issues_go_both_ways(tmp_path: Path) -> None:
    head = "Issue key,Summary,Inward issue link ({0}),Outward issue link ({0})\n"
    rows = "S-1,Shop,{0}\nS-2,Payments,{1}\nS-3,Ledger,{2}\n"
    downwards = rows.format(",S-2", "S-1,S-3", "S-2,")
    for kind in ("Dependency", "Depends"):
        assert pairs(proposed(tmp_path, {"x.csv": head.format(kind) + downwards})) == SHOP
    blocked = rows.format("S-2,", "S-3,S-1", ",S-2")
    assert pairs(proposed(tmp_path, {"x.csv": head.format("Blocks") + blocked})) == SHOP
    found = proposed(tmp_path, {"x.csv": head.format("Relates") + downwards})
    assert "dependency" not in found.tables


def test_two_columns_that_say_the_same_from_both_ends(tmp_path: Path) -> None:
    sheet = "Name,Links,Links back\nShop,Payments,\nPayments,Ledger,Shop\nLedger,,Payments\n"
    assert pairs(proposed(tmp_path, {"x.csv": sheet})) == SHOP


def test_ends_that_begin_as_ends_are_called(tmp_path: Path) -> None:
    found = proposed(
        tmp_path,
        {"map.csv": "source_cloud_RoleName,target,type,calls\nShop,Payments,HTTP,8\nPayments,Ledger,SQL,2\n"},
    )
    assert pairs(found) == SHOP


def test_providers_of_resources_are_no_ends_where_others_are_referred_to(tmp_path: Path) -> None:
    sheet = (
        "address,type,name,provider,depends_on\n"
        'vm.web,vm,web,aws,"db.main,net.web"\ndb.main,db,main,aws,net.db\nnet.web,net,web,aws,\nnet.db,net,db,aws,\n'
    )
    found = proposed(tmp_path, {"state.csv": sheet})
    assert {(r["service"], r["depends_on"]) for r in records(found, "dependency")} == {
        ("vm.web", "db.main"),
        ("vm.web", "net.web"),
        ("db.main", "net.db"),
    }
    assert {r["supplier"] for r in records(found)} == {"aws"}


def test_workloads_of_one_name_in_two_namespaces_are_two(tmp_path: Path) -> None:
    sheet = (
        "source_workload,source_workload_namespace,destination_service,destination_service_namespace\n"
        "cart,shop,redis,infra\ncart,test,redis,infra\n"
    )
    found = proposed(tmp_path, {"mesh.csv": sheet})
    assert {(r["service"], r["depends_on"]) for r in records(found, "dependency")} == {
        ("cart@shop", "redis@infra"),
        ("cart@test", "redis@infra"),
    }


@pytest.mark.parametrize(
    "relations",
    [
        "CI 1,Relationship,CI 2\nShop,Is dependent on,Payments\nPayments,Backs up,Ledger\nLedger,Hosts,Payments\n",
        "End1: Name,Type,End2: Name\nShop,Usage,Payments\nPayments,ConsumerProvider,Ledger\nX,Composition,Y\n",
        "resourceId,relation,relatedResourceId\nShop,Is in,Payments\nPayments,Is on,Ledger\nShop,Is with,Payments\n",
        "Source;Relation type;Target\nPayments;serves;Shop\nLedger;serves;Payments\nPayments;flows to;Warehouse\n",
    ],
    ids=["ivanti", "ucmdb", "aws-config", "bizzdesign"],
)
def test_lists_of_relations_alone(tmp_path: Path, relations: str) -> None:
    found = proposed(tmp_path, {"relations.csv": relations})
    assert {(r["service"], r["depends_on"]) for r in records(found, "dependency")} == SHOP


def test_who_is_in_charge_of_something_in_french(tmp_path: Path) -> None:
    sheet = "Nom;Technicien responsable de l'applicatif;Groupe en charge de l'applicatif\nPaie;Durand;RH\n"
    found = proposed(tmp_path, {"applicatifs.csv": sheet})
    assert {(r["role"], r["service"], r["responsibility"]) for r in records(found, "responsibility")} == {
        ("Durand", "Paie", "R"),
        ("RH", "Paie", "R"),
    }


@pytest.mark.parametrize(
    ("header", "pair"),
    [
        ("API,Provider Application", ("Orders", "Shop")),
        ("API,Consumer Applications", ("Shop", "Orders")),
        ("Verarbeitungstätigkeit,Eingesetzte IT-Systeme", ("Orders", "Shop")),
        ("Processus,Applications nécessaires", ("Orders", "Shop")),
    ],
)
def test_other_sides_that_nothing_else_defines(tmp_path: Path, header: str, pair: tuple[str, str]) -> None:
    suggestion = one(tmp_path, f"{header}\nOrders,Shop\nPrices,Till\n")
    assert column(suggestion, "dependency", "service", "depends_on")[0] == pair


def test_dependent_services_are_said_to_be_of_both_ways(tmp_path: Path) -> None:
    suggestion = one(tmp_path, "Service Title,Dependent Services\nShop,Till\nTill,Net\nNet,\n")
    assert (
        "(Dependent Services is taken for what depends on the row's service: swap both if not)"
        in suggestion.toml
    )
