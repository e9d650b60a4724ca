"""Topics: numbered diffs, and who wants how much."""

from __future__ import annotations

import json

from jupyterlab_remote_ide.topic import Topic


def follow(topic):
    heard = []
    return heard, topic.subscribe(heard.append)


def test_only_what_differs_is_told():
    topic = Topic("t")
    heard, _ = follow(topic)
    assert topic.publish({"a": {"id": "a", "n": 1}, "b": {"id": "b", "n": 1}}) is True
    assert topic.publish({"a": {"id": "a", "n": 1}, "b": {"id": "b", "n": 1}}) is False
    assert topic.publish({"b": {"id": "b", "n": 2}, "c": {"id": "c", "n": 1}}) is True
    assert heard == [
        {
            "topic": "t",
            "seq": 1,
            "add": [{"id": "a", "n": 1}, {"id": "b", "n": 1}],
            "change": [],
            "remove": [],
        },
        {
            "topic": "t",
            "seq": 2,
            "add": [{"id": "c", "n": 1}],
            "change": [{"id": "b", "n": 2}],
            "remove": ["a"],
        },
    ]
    assert topic.rows() == [{"id": "b", "n": 2}, {"id": "c", "n": 1}]
    assert topic.get("a") is None


def test_a_row_changed_in_place_is_still_seen():
    topic = Topic("t")
    row = {"id": "a", "n": 1}
    topic.publish({"a": row})
    row["n"] = 2
    assert topic.get("a") == {"id": "a", "n": 1}
    assert topic.publish({"a": row}) is True


def test_snapshot():
    topic = Topic("t")
    assert topic.snapshot() | {"now": 0} == {"topic": "t", "now": 0, "seq": 0, "snapshot": []}
    topic.publish({"a": {"id": "a"}})
    assert topic.snapshot()["seq"] == 1


def test_rows_that_are_left_out_are_counted_as_long_as_there_are_some():
    topic = Topic("t")
    heard, _ = follow(topic)
    rows = {"a": {"id": "a"}}
    for cut in (0, 2, 2, 3, 0):
        topic.publish(rows, cut)
        assert topic.snapshot().get("cut", 0) == topic.cut == cut
        assert json.loads(topic.snapshot().data)["snapshot"] == [{"id": "a"}]
    assert [(m["seq"], m["add"], m.get("cut")) for m in heard] == [
        (1, [{"id": "a"}], None),
        (2, [], 2),
        (3, [], 3),
        (4, [], None),
    ]


def test_demand_is_the_closest_want_and_told_when_it_changes():
    topic = Topic("t")
    demands = []
    topic.on_demand = demands.append
    _, one = follow(topic)
    _, two = follow(topic)
    assert demands == []
    one.want("background")
    two.want("background")
    two.want("visible")
    one.want("off")
    assert topic.demand == "visible"
    two.close()
    two.close()
    assert demands == ["background", "visible", "off"]


def test_who_left_hears_nothing_and_wants_nothing():
    topic = Topic("t")
    heard, subscription = follow(topic)
    subscription.want("visible")
    subscription.close()
    topic.publish({"a": {"id": "a"}})
    assert heard == []
    subscription.want("visible")
    assert topic.demand == "off"


def test_what_many_hear_is_encoded_once(monkeypatch):
    encoded = []
    dumps = json.dumps
    monkeypatch.setattr(
        "jupyterlab_remote_ide.topic.json.dumps", lambda what: encoded.append(what) or dumps(what)
    )
    topic, heard = Topic("one"), []
    for _ in range(50):
        topic.subscribe(lambda message: heard.append(message.data))
    topic.publish({"a": {"id": "a"}})
    assert len(heard) == 50
    assert len(encoded) == 1
    assert json.loads(heard[0]) == {
        "topic": "one",
        "seq": 1,
        "add": [{"id": "a"}],
        "change": [],
        "remove": [],
    }
    snapshots = [topic.snapshot() for _ in range(50)]
    assert encoded.count([{"id": "a"}]) == 1
    assert all(json.loads(snapshot.data) == snapshot for snapshot in snapshots)
    topic.publish({"a": {"id": "a", "new": True}})
    assert json.loads(topic.snapshot().data)["snapshot"] == [{"id": "a", "new": True}]
