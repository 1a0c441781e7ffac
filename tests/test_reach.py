"""Calls to addresses that somebody chose: the public Internet, and nothing of our own network, whatever a name says."""

import socket
from threading import Event

import pytest

from delivery import outbound, reach
from delivery.outbound import Refused, Unanswered, call_stranger
from tests.endpoints import endpoint

OURS = [
    "127.0.0.1",
    "127.255.0.9",
    "0.0.0.0",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "192.0.2.1",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "fd12:3456::1",
    "fec0::1",
    "ff02::1",
    "2001:db8::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:169.254.169.254",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::a00:1",
    "2002:7f00:1::",
    "2001::1",
]
PUBLIC = ["93.184.216.34", "2606:4700::1111", "::ffff:93.184.216.34", "64:ff9b::5db8:d822"]


@pytest.mark.parametrize("address", OURS)
def test_an_address_of_our_own_network_is_out_of_reach(address):
    assert not reach.is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_is_reached(address):
    assert reach.is_public(address)


def leading_to(monkeypatch, *addresses: str) -> None:
    """Let every name lead to these addresses."""
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443)) for address in addresses]
    monkeypatch.setattr(reach.socket, "getaddrinfo", lambda *args, **kwargs: found)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1", "2130706433", "0x7f000001", "[::1]", "localhost"])
def test_however_a_private_address_is_written_nothing_is_sent_to_it(host):
    with endpoint(200) as fake:
        port = fake.url.split(":")[2].split("/")[0]
        with pytest.raises(Refused, match="no address of the public Internet"):
            call_stranger("POST", f"http://{host}:{port}/", b"x")
        assert fake.calls == []


def test_one_private_address_among_public_ones_is_enough_to_refuse(monkeypatch):
    leading_to(monkeypatch, "93.184.216.34", "10.0.0.1")
    with pytest.raises(Refused):
        call_stranger("POST", "https://hooks.example/")


def test_the_connection_is_made_to_the_address_that_was_judged(monkeypatch):
    """A name that leads elsewhere when asked again (DNS rebinding) changes nothing: it is not asked again."""
    leading_to(monkeypatch, "93.184.216.34")
    asked = []

    def connect(place, timeout):
        asked.append(place)
        raise ConnectionRefusedError("nobody there")

    monkeypatch.setattr(outbound.socket, "create_connection", connect)
    with pytest.raises(Unanswered, match="nobody there"):
        call_stranger("POST", "https://hooks.example/")
    assert asked == [("93.184.216.34", 443)]


def test_the_receiver_is_asked_by_its_name(monkeypatch):
    leading_to(monkeypatch, "93.184.216.34")
    with endpoint(200) as fake:
        port = int(fake.url.split(":")[2].split("/")[0])

        def connect(place, timeout):
            here = socket.socket()
            here.connect(("127.0.0.1", port))
            return here

        monkeypatch.setattr(outbound.socket, "create_connection", connect)
        assert call_stranger("POST", f"http://hooks.example:{port}/a?b=c", b"x").status == 200
        assert fake.calls[0]["headers"]["Host"] == f"hooks.example:{port}"
        assert fake.calls[0]["path"] == "/a?b=c"


def test_a_name_server_that_does_not_answer_is_not_waited_for(monkeypatch):
    monkeypatch.setattr(outbound, "STEP_SECONDS", 0.05)
    monkeypatch.setattr(reach.socket, "getaddrinfo", lambda *args, **kwargs: socket.socketpair()[0].recv(1))
    with pytest.raises(Unanswered, match="not found in time"):
        call_stranger("POST", "https://hooks.example/")


def test_a_name_with_many_addresses_where_nobody_answers_ends_in_time(monkeypatch):
    leading_to(monkeypatch, *(f"93.184.216.{number}" for number in range(1, 200)))
    tried = []

    def connect(place, timeout):
        tried.append(place)
        Event().wait(0.05)
        raise TimeoutError

    monkeypatch.setattr(outbound.socket, "create_connection", connect)
    with pytest.raises(Unanswered, match=r"no answer within 0\.2 seconds"):
        call_stranger("POST", "https://hooks.example/", deadline=0.2)
    assert len(tried) < 20


def test_who_does_not_speak_tls_is_nobody(monkeypatch):
    leading_to(monkeypatch, "93.184.216.34")
    here, there = socket.socketpair()
    there.sendall(b"this is no handshake")
    monkeypatch.setattr(outbound.socket, "create_connection", lambda place, timeout: here)
    with pytest.raises(Unanswered, match=r"(?i)ssl"):
        call_stranger("POST", "https://hooks.example/")


@pytest.mark.parametrize("name", ["a..example", "x" * 70 + ".example"])
def test_a_name_no_server_can_have_is_nobody(name):
    with pytest.raises(OSError, match=r"."):
        reach.judged(name, 443, 1)


def test_a_private_host_is_reached_where_that_is_allowed():
    with endpoint(200) as fake:
        assert call_stranger("POST", fake.url, b"x", private=True).status == 200


def test_an_answer_may_take_all_the_time_there_is(monkeypatch):
    monkeypatch.setattr(outbound, "STEP_SECONDS", 0.05)
    with endpoint("slow") as fake:
        assert call_stranger("POST", fake.url, private=True, deadline=5).status == 200
