"""Two countries side by side, of which the line between them is known once:

(0,2)---(1,2)---(2,2)
  |  a    |   b   |
(0,0)---(1,0)---(2,0)
"""

import json

from geodata.topology import Topology

SQUARES = {
    "transform": {"scale": [0.5, 1], "translate": [10, 20]},
    "arcs": [
        [[2, 0], [0, 2]],  # the border, northwards
        [[2, 2], [-2, 0], [0, -2], [2, 0]],  # the west of a
        [[2, 0], [2, 0], [0, 2], [-2, 0]],  # the east of b
    ],
    "objects": {
        "countries": {
            "geometries": [
                {"type": "Polygon", "id": "a", "arcs": [[0, 1]]},
                {"type": "MultiPolygon", "id": "b", "arcs": [[[2, -1]]]},
            ]
        }
    },
}


def test_outlines_and_the_border_between_them() -> None:
    topology = Topology.read(json.dumps(SQUARES).encode(), "countries")
    assert topology.area("a").bounds == (10, 20, 11, 22)
    assert topology.area("b").bounds == (11, 20, 12, 22)
    assert topology.area("a").area == topology.area("b").area == 2
    assert [list(line.coords) for line in topology.shared()] == [[(11, 20), (11, 22)]]
