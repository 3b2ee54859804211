"""Every function of the libraries, by the documentation of Kubernetes and cel-go and what their code answers."""

from __future__ import annotations

import math

import pytest

from klint.cel import Environment
from klint.cel.values import UInt
from tests.cel.evaluation import answer, fault

CONVERSIONS = [
    ("int('-7')", -7),
    ("int('+7')", 7),
    ("int(1.9)", 1),
    ("int(-1.9)", -1),
    ("int(7u)", 7),
    ("int(timestamp('1970-01-01T00:00:10.9Z'))", 10),
    ("int(duration('1us'))", 1000),
    ("uint(7)", UInt(7)),
    ("uint('300')", UInt(300)),
    ("uint(3.9)", UInt(3)),
    ("double('1e3')", 1000.0),
    ("double('-Inf')", -math.inf),
    ("double(2)", 2.0),
    ("bool('True')", True),
    ("bool('f')", False),
    ("bytes('é')", "é".encode()),
    ("string(b'abc')", "abc"),
    ("string(true)", "true"),
    ("string(1u)", "1"),
    ("string(1.0)", "1"),
    ("string(0.0001)", "0.0001"),
    ("string(0.00001)", "1e-05"),
    ("string(123456.5)", "123456.5"),
    ("string(1234567.0)", "1.234567e+06"),
    ("string(1e300)", "1e+300"),
    ("string(-0.0)", "-0"),
    ("string(duration('1h30m0.5s'))", "5400.5s"),
    ("string(duration('-1ms'))", "-0.001s"),
    ("string(timestamp('2020-01-01T01:00:00.250+01:00'))", "2020-01-01T00:00:00.25Z"),
    ("size('aé😀') + 'ab'.size()", 5),
    ("size([1, 2]) + {'a': 1}.size() + b'abc'.size()", 6),
]

TIMES = [
    ("timestamp('2020-02-29T12:34:56.789Z').getFullYear()", 2020),
    ("timestamp('2020-02-29T12:34:56.789Z').getMonth()", 1),
    ("timestamp('2020-02-29T12:34:56.789Z').getDate()", 29),
    ("timestamp('2020-02-29T12:34:56.789Z').getDayOfMonth()", 28),
    ("timestamp('2020-02-29T12:34:56.789Z').getDayOfWeek()", 6),
    ("timestamp('2020-02-29T12:34:56.789Z').getDayOfYear()", 59),
    ("timestamp('2020-02-29T12:34:56.789Z').getHours()", 12),
    ("timestamp('2020-02-29T12:34:56.789Z').getMinutes('+05:30')", 4),
    ("timestamp('2020-02-29T12:34:56.789Z').getSeconds()", 56),
    ("timestamp('2020-02-29T12:34:56.789Z').getMilliseconds()", 789),
    ("timestamp('2020-07-01T00:00:00Z').getHours('Europe/Berlin')", 2),
    ("timestamp('2020-07-01T00:00:00Z').getDate('-01:00')", 30),
    ("timestamp(1577836800) == timestamp('2020-01-01T00:00:00Z')", True),
    ("duration('-90m').getHours()", -1),
    ("duration('-90m').getMinutes()", -90),
    ("duration('1.5s').getSeconds()", 1),
    ("duration('1.5s').getMilliseconds()", 1500),
    ("duration('1h1m1s1ms1us1ns') > duration('1h')", True),
    ("duration('.5s') == duration('500ms')", True),
]

STRINGS = [
    ("'tacocat'.contains('coc')", True),
    ("'tacocat'.startsWith('ta') && 'tacocat'.endsWith('at')", True),
    ("'tacocat'.charAt(3)", "o"),
    ("'tacocat'.charAt(7)", ""),
    ("'tacocat'.indexOf('ac')", 1),
    ("'tacocat'.indexOf('a', 2)", 5),
    ("'tacocat'.indexOf('none')", -1),
    ("'tacocat'.indexOf('')", 0),
    ("'tacocat'.lastIndexOf('at')", 5),
    ("'tacocat'.lastIndexOf('a', 3)", 1),
    ("'ta©o©\\u03b1T'.lastIndexOf('©')", 4),
    ("['x', 'y'].join()", "xy"),
    ("['x', 'y'].join(', ')", "x, y"),
    ("[].join('-')", ""),
    ("'TacoCÆt'.lowerAscii()", "tacocÆt"),
    ("'tacocæt'.upperAscii()", "TACOCæT"),
    ("'hello hello'.replace('he', 'we')", "wello wello"),
    ("'hello hello'.replace('he', 'we', 1)", "wello hello"),
    ("'hello hello'.replace('he', 'we', 0)", "hello hello"),
    ("'aa'.replace('', '-')", "-a-a-"),
    ("'a b c'.split(' ')", ["a", "b", "c"]),
    ("'a b c'.split(' ', 2)", ["a", "b c"]),
    ("'a b c'.split(' ', 0)", []),
    ("'a b c'.split(' ', 1)", ["a b c"]),
    ("'abc'.split('')", ["a", "b", "c"]),
    ("''.split(',')", [""]),
    ("'tacocat'.substring(4)", "cat"),
    ("'tacocat'.substring(0, 4)", "taco"),
    ("'tacocat'.substring(7)", ""),
    ("'  \\u00a0trim\\u2003\\n '.trim()", "trim"),
    ("strings.quote('a\"b\\n')", '"a\\"b\\n"'),
    ("'abc'.reverse()", "cba"),
]

LISTS = [
    ("[1, 2, 2].isSorted() && !['b', 'a'].isSorted() && [].isSorted()", True),
    ("[1, 3].sum()", 4),
    ("[1.5, 2.5].sum()", 4.0),
    ("[duration('1h'), duration('30m')].sum() == duration('90m')", True),
    ("[].sum()", 0),
    ("[3, 1, 2].min()", 1),
    ("['b', 'a'].max()", "b"),
    ("[dyn(1), dyn(2.5), dyn(2u)].max()", 2.5),
    ("['a', 'b', 'b'].indexOf('b')", 1),
    ("['a', 'b', 'b'].lastIndexOf('b')", 2),
    ("[1, 2].indexOf(3)", -1),
    ("[1, 2, 3].slice(1, 3)", [2, 3]),
    ("[1, [2, [3]]].flatten()", [1, 2, [3]]),
    ("[1, [2, [3]]].flatten(2)", [1, 2, 3]),
    ("[1, 2, 1, 2.0].distinct()", [1, 2]),
    ("['b', 'a', 'b'].distinct()", ["b", "a"]),
    ("[1, 2, 3].reverse()", [3, 2, 1]),
    ("[3, 1, 2].sort()", [1, 2, 3]),
    ("lists.range(3)", [0, 1, 2]),
    ("[1, 2].includes(2) && !['a'].includes('b') && dyn(1).includes(1)", True),
    ("sets.contains([1, 2, 3], [2, 3.0]) && sets.contains([], [])", True),
    ("sets.equivalent([1, 1, 2], [2, 1]) && !sets.equivalent([1], [1, 2])", True),
    ("sets.intersects(['a'], ['a', 'b']) && !sets.intersects([], [1])", True),
]

REGEX = [
    ("'abc 123'.find('[0-9]+')", "123"),
    ("'abc 123'.find('xyz')", ""),
    ("'1, 2, 3'.findAll('[0-9]+')", ["1", "2", "3"]),
    ("'123 abc 456'.findAll('[0-9]+', 1)", ["123"]),
    ("'123 abc 456'.findAll('xyz')", []),
    ("'foobar'.matches('foo.*') && 'foobar'.matches('oba') && !'foobar'.matches('^bar')", True),
    ("matches('Foo', '(?i)foo') && 'a1'.matches('^[[:alpha:]]\\\\d$')", True),
]

URLS = [
    ("url('https://user:pass@example.com:80/path?query=val#fragment').getHost()", "example.com:80"),
    ("url('https://example.com:80/').getHostname()", "example.com"),
    ("url('https://[::1]:80/').getHost()", "[::1]:80"),
    ("url('https://[::1]:80/').getHostname()", "::1"),
    ("url('https://example.com:80/').getPort()", "80"),
    ("url('https://example.com/').getPort()", ""),
    ("url('HTTPS://example.com/').getScheme()", "https"),
    ("url('/path').getScheme() + url('/path').getHost()", ""),
    ("url('https://example.com/path with spaces/').getEscapedPath()", "/path%20with%20spaces/"),
    ("url('https://example.com').getEscapedPath()", ""),
    ("url('https://example.com/path?k1=a&k2=b&k2=c').getQuery()", {"k1": ["a"], "k2": ["b", "c"]}),
    ("url('https://e.com/?key with spaces=a%20b+c').getQuery()", {"key with spaces": ["a b c"]}),
    ("url('https://example.com/path?').getQuery()", {}),
    ("isURL('https://example.com') && isURL('/absolute') && isURL('mailto:a')", True),
    ("isURL('https://a:b:c/') || isURL('../relative') || isURL('') || isURL('http://a b/')", False),
    ("isURL('http://[::1/') || isURL('https://a/%zz') || isURL(':x')", False),
    ("url('https://a/b') == url('https://a/b') && url('https://a/b') != url('https://a/c')", True),
]

ADDRESSES = [
    ("ip('192.168.0.1').family()", 4),
    ("ip('::1').family()", 6),
    ("string(ip('2001:DB8:0:0::ABCD'))", "2001:db8::abcd"),
    ("isIP('::1') && !isIP('127.0.0.256') && !isIP('fe80::1%eth0') && !isIP('01.2.3.4')", True),
    ("isIP('::ffff:1.2.3.4')", False),
    ("ip.isCanonical('127.0.0.1') && !ip.isCanonical('2001:DB8::ABCD')", True),
    ("ip('0.0.0.0').isUnspecified() && ip('::').isUnspecified()", True),
    ("ip('127.8.8.8').isLoopback() && ip('::1').isLoopback() && !ip('::2').isLoopback()", True),
    ("ip('224.0.0.1').isLinkLocalMulticast() && !ip('224.0.1.1').isLinkLocalMulticast()", True),
    ("ip('ff02::1').isLinkLocalMulticast() && !ip('fd00::1').isLinkLocalMulticast()", True),
    ("ip('169.254.169.254').isLinkLocalUnicast() && ip('fe80::1').isLinkLocalUnicast()", True),
    ("ip('192.168.0.1').isGlobalUnicast() && !ip('255.255.255.255').isGlobalUnicast()", True),
    ("ip('2001:db8::abcd').isGlobalUnicast() && !ip('ff00::1').isGlobalUnicast()", True),
    ("cidr('192.168.0.0/24').containsIP('192.168.0.1')", True),
    ("cidr('192.168.0.0/24').containsIP(ip('192.168.1.1'))", False),
    ("cidr('10.0.0.0/8').containsIP('::1')", False),
    ("cidr('192.168.0.0/16').containsCIDR('192.168.10.0/24')", True),
    ("cidr('192.168.1.0/24').containsCIDR(cidr('192.168.0.0/16'))", False),
    ("cidr('192.168.0.1/24').ip() == ip('192.168.0.1')", True),
    ("string(cidr('192.168.0.1/24').masked())", "192.168.0.0/24"),
    ("cidr('::1/128').prefixLength()", 128),
    ("isCIDR('10.0.0.0/8') && !isCIDR('10.0.0.0/33') && !isCIDR('10.0.0.0') && !isCIDR('10.0.0.0/08')", True),
]

QUANTITIES = [
    ("isQuantity('1.3Gi') && !isQuantity('1,3G') && !isQuantity('200K') && !isQuantity(' 1')", True),
    ("quantity('200M').compareTo(quantity('0.2G'))", 0),
    ("quantity('50M').compareTo(quantity('50Mi'))", -1),
    ("quantity('150Mi').isGreaterThan(quantity('100Mi'))", True),
    ("quantity('50M').isLessThan(quantity('100M'))", True),
    ("quantity('50k').asInteger()", 50_000),
    ("quantity('50k').isInteger() && quantity('1.5k').isInteger()", True),
    ("quantity('1000m').isInteger() || quantity('1Pi').isInteger() || quantity('1.0').isInteger()", False),
    ("quantity('9999999999999999999999999999999999999G').isInteger()", False),
    ("quantity('50k').sub(20000).asApproximateFloat()", 30_000.0),
    ("quantity('50k').add(quantity('20k')) == quantity('70k')", True),
    ("quantity('50k').add(20).sub(quantity('100k')).sub(-50000) == quantity('20')", True),
    ("sign(quantity('-1m')) + sign(quantity('0')) + sign(quantity('5'))", 0),
]

VERSIONS = [
    ("semver('1.2.3').isGreaterThan(semver('1.2.0-rc.1'))", True),
    ("semver('1.0.0-alpha.1').isLessThan(semver('1.0.0-alpha.beta'))", True),
    ("semver('1.0.0-alpha.2').isLessThan(semver('1.0.0-alpha.11'))", True),
    ("semver('1.2.3').compareTo(semver('1.2.3+build'))", 0),
    ("semver('1.2.3').major() * 100 + semver('1.2.3').minor() * 10 + semver('1.2.3').patch()", 123),
    ("isSemver('1.0.0') && !isSemver('v1.0.0') && !isSemver('1.0') && !isSemver('01.0.0')", True),
    ("isSemver('v01.01', true) && !isSemver('1.0-rc', true)", True),
    ("semver('v1.0', true) == semver('1.0.0')", True),
]

FORMATS = [
    ("format.dns1123Label().validate('my-label-name').hasValue()", False),
    ("format.dns1123Label().validate('contains.a.dot').hasValue()", True),
    ("format.dns1123Subdomain().validate('apiextensions.k8s.io').hasValue()", False),
    ("format.dns1035Label().validate('1st').hasValue()", True),
    ("format.qualifiedName().validate('apiextensions.k8s.io/v1beta1').hasValue()", False),
    ("format.dns1123LabelPrefix().validate('my-label-prefix-').hasValue()", False),
    ("format.dns1123SubdomainPrefix().validate('mysubdomain.prefix.-').hasValue()", False),
    ("format.dns1035LabelPrefix().validate('my-prefix-').hasValue()", False),
    (
        "format.labelValue().validate('').hasValue() || format.labelValue().validate('a_b.c').hasValue()",
        False,
    ),
    ("format.uri().validate('http://example.com').hasValue()", False),
    ("format.uri().validate('example').hasValue()", True),
    ("format.uuid().validate('123e4567-e89b-12d3-a456-426614174000').hasValue()", False),
    ("format.byte().validate('aGVsbG8=').hasValue()", False),
    ("format.date().validate('2021-01-01').hasValue()", False),
    ("format.datetime().validate('2021-01-01T00:00:00Z').hasValue()", False),
    ("format.dns1123Label().validate('a' + 'b'.replace('b', 'x')).hasValue()", False),
    ("format.named('dns1123Label').value() == format.dns1123Label()", True),
    ("format.named('nosuch').hasValue()", False),
]

MATHEMATICS = [
    ("math.greatest(1, 2.5, 2u)", 2.5),
    ("math.least([3, 1, 2])", 1),
    ("math.ceil(1.2) + math.floor(-1.2) + math.trunc(-1.9) + math.round(2.5)", 2.0),
    ("math.abs(-1) + math.sign(-5)", 0),
    ("math.sqrt(81)", 9.0),
    ("math.isNaN(0.0 / 0.0) && math.isInf(1.0 / 0.0) && !math.isFinite(1.0 / 0.0)", True),
    ("math.bitAnd(3, 5) + math.bitOr(1, 4) + math.bitXor(3, 5)", 12),
    ("math.bitNot(1)", -2),
    ("math.bitShiftLeft(1, 4) + math.bitShiftRight(1024, 2)", 272),
    ("math.bitShiftRight(-1024, 3)", 2305843009213693824),
    ("base64.encode(b'hello')", "aGVsbG8="),
    ("base64.decode('aGVsbG8') == base64.decode('aGVsbG8=')", True),
    ("jsonpatch.escapeKey('a/b~c')", "a~1b~0c"),
]


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        *CONVERSIONS,
        *TIMES,
        *STRINGS,
        *LISTS,
        *REGEX,
        *URLS,
        *ADDRESSES,
        *QUANTITIES,
        *VERSIONS,
        *FORMATS,
        *MATHEMATICS,
    ],
)
def test_answers(expression: str, value: object) -> None:
    found = answer(expression)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    "expression",
    [
        "int('1.5')",
        "int('')",
        "int(9223372036854775807.0)",
        "int(0.0 / 0.0)",
        "uint(-1)",
        "uint('-1')",
        "double('one')",
        "double('1e999')",
        "bool('yes')",
        "string(null)",
        "string([1])",
        "string(b'\\xff')",
        "size(1)",
        "timestamp('2020-01-01T00:00:00' + 'Q')",
        "timestamp('2020-02-30T00:00:00' + 'Z')",
        "timestamp(253402300800)",
        "timestamp(0).getHours('Middle/Earth')",
        "duration('1' + 'd')",
        "'abc'.charAt(4)",
        "'abc'.charAt(-1)",
        "'abc'.substring(2, 1)",
        "'abc'.substring(4)",
        "'abc'.indexOf('a', 9)",
        "['a', 1].join()",
        "[1, 'a'].isSorted()",
        "['a'].sum()",
        "[].max()",
        "[1, 2].slice(1, 3)",
        "[1].flatten(-1)",
        "[1, 'a'].sort()",
        "lists.range(-1)",
        "lists.range(10000000)",
        "'a'.matches('(' + '')",
        "url('relative/path')",
        "ip('1.2.3')",
        "ip.isCanonical('127.0.0.1.0')",
        "cidr('10.0.0.0/33')",
        "cidr('10.0.0.0/8').containsIP('x')",
        "quantity('200K')",
        "quantity('1').add('1')",
        "quantity('1000m').asInteger()",
        "semver('v1.0.0')",
        "semver('1.0.99999999999999999999')",
        "format.uri().validate(1)",
        "math.greatest('a')",
        "math.greatest([])",
        "math.bitShiftLeft(1, -1)",
        "math.abs(-9223372036854775807 - 1)",
        "base64.decode('*')",
        "1.contains('a')",
        "'a'.contains(1)",
    ],
)
def test_no_answer(expression: str) -> None:
    assert fault(expression).offset is not None


PRINTED = [  # expression, in Kubernetes, elsewhere
    ("'%s is %d'.format(['a', 3])", "a is 3", "a is 3"),
    ("'%%%s%%'.format(['a'])", "%a%", "%a%"),
    ("'%x %X %o %b'.format([255, 255, 8, 5])", "ff FF 10 101", "ff FF 10 101"),
    ("'%x %b'.format(['hi', true])", "6869 1", "6869 1"),
    ("'%s %s'.format([null, 1.5])", "null 1.5", "null 1.5"),
    ("'%s'.format([duration('90s')])", "90s", "90s"),
    ("'%.2f'.format([1234.567])", "1,234.57", "1234.57"),
    ("'%f'.format([1.5])", "1.500000", "1.500000"),
    ("'%e'.format([1234.5])", "1.234500\u00d710⁰³", "1.234500e+03"),
    ("'%s'.format([['a', 1.5]])", '["a", 1.500000]', "[a, 1.5]"),
    ("'%s'.format([{'b': 1, 'a': 'x'}])", '{"a":"x", "b":1}', "{a: x, b: 1}"),
    ("'%s'.format([[duration('90s')]])", '[duration("90s")]', "[90s]"),
    ("'%s'.format([[b'x', null]])", '[b"x", null]', "[x, null]"),
]


@pytest.mark.parametrize(("expression", "in_kubernetes", "elsewhere"), PRINTED)
def test_format(expression: str, in_kubernetes: str, elsewhere: str) -> None:
    assert Environment((1, 34)).compile(expression)({}) == in_kubernetes
    assert answer(expression) == elsewhere


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        ("'%d'.format(['a'])", "'%d' is not defined for string"),
        ("'%s %s'.format(['a'])", "has 1 values, too few for the text"),
        ("'%y'.format([1])", "knows no clause '%y'"),
        ("'%'.format([1])", "knows no clause '%'"),
        ("'%.9999f'.format([1.0])", "at most 1000 digits"),
        ("'%s'.format([quantity('1')])", "'%s' is not defined for kubernetes.Quantity"),
    ],
)
def test_format_faults(expression: str, words: str) -> None:
    assert words in fault(expression).message


def test_types_of_kubernetes() -> None:
    for expression, name in (
        ("ip('::1')", "net.IP"),
        ("cidr('::1/128')", "net.CIDR"),
        ("url('/a')", "kubernetes.URL"),
        ("quantity('1')", "kubernetes.Quantity"),
        ("semver('1.0.0')", "kubernetes.Semver"),
        ("format.uri()", "kubernetes.NamedFormat"),
        ("timestamp(0)", "google.protobuf.Timestamp"),
        ("duration('0')", "google.protobuf.Duration"),
        ("optional.none()", "optional_type"),
    ):
        assert answer(f"type({expression}) == {name}") is True
