"""Reads cash flows (JSON, one a line) and answers what the public finance libraries that are installed here make of them."""

import datetime
import json
import math
import sys

try:
    import numpy
    import numpy_financial
except ImportError:
    numpy_financial = None
try:
    import pyxirr
except ImportError:
    pyxirr = None


def number(value):
    return float(value) if value is not None and math.isfinite(value) else None


def by_numpy(case):
    flows, rate = case["flows"], case["rate"]
    # Rates of the polynomial's real roots v > 0: all of them, where numpy_financial gives the one nearest to zero.
    roots = numpy.roots(flows[::-1])
    rates = [1 / v.real - 1 for v in roots if abs(v.imag) < 1e-9 and v.real > 0]
    return {
        "npv": number(numpy_financial.npv(rate, flows)),
        "irr": number(numpy_financial.irr(flows)),
        "mirr": number(numpy_financial.mirr(flows, case["finance"], case["reinvest"])),
        "payment": number(-numpy_financial.pmt(case["finance"], len(flows), 1000.0)),
        "rates": sorted(number(rate) for rate in rates),
    }


def by_pyxirr(case):
    flows, rate = case["flows"], case["rate"]
    dates = [datetime.date.fromisoformat(date) for date in case["dates"]]
    try:
        xirr = pyxirr.xirr(dates, flows)
    except pyxirr.InvalidPaymentsError:
        xirr = None
    try:
        irr = pyxirr.irr(flows)
    except pyxirr.InvalidPaymentsError:
        irr = None
    try:
        mirr = pyxirr.mirr(flows, case["finance"], case["reinvest"])
    except pyxirr.InvalidPaymentsError:
        mirr = None
    return {
        "npv": number(pyxirr.npv(rate, flows)),
        "irr": number(irr),
        "mirr": number(mirr),
        "payment": number(-pyxirr.pmt(case["finance"], len(flows), 1000.0)),
        "xnpv": number(pyxirr.xnpv(rate, dates, flows)),
        "xirr": number(xirr),
    }


libraries = {}
if numpy_financial:
    libraries["numpy-financial"] = by_numpy
if pyxirr:
    libraries["pyxirr"] = by_pyxirr
print(json.dumps(sorted(libraries)))
for line in sys.stdin if libraries else []:
    case = json.loads(line)
    print(json.dumps({name: answer(case) for name, answer in libraries.items()}))
