// The square [-1, 1]^2 without the disk of radius 0.4: a domain that is not simply connected.
// Quadrilaterals by recombination; the circle becomes a polygon, for edges are straight.
radius = 0.4;
size = 0.4;
Point(1) = {-1, -1, 0, size};
Point(2) = {1, -1, 0, size};
Point(3) = {1, 1, 0, size};
Point(4) = {-1, 1, 0, size};
Line(1) = {1, 2};
Line(2) = {2, 3};
Line(3) = {3, 4};
Line(4) = {4, 1};
Point(5) = {0, 0, 0, size};
Point(6) = {radius, 0, 0, size};
Point(7) = {0, radius, 0, size};
Point(8) = {-radius, 0, 0, size};
Point(9) = {0, -radius, 0, size};
Circle(5) = {6, 5, 7};
Circle(6) = {7, 5, 8};
Circle(7) = {8, 5, 9};
Circle(8) = {9, 5, 6};
Curve Loop(1) = {1, 2, 3, 4};
Curve Loop(2) = {5, 6, 7, 8};
Plane Surface(1) = {1, 2};
Mesh.Algorithm = 6;
Mesh.RecombinationAlgorithm = 1;
Mesh.SubdivisionAlgorithm = 1; // all quadrilaterals
Recombine Surface {1};
Physical Surface(1) = {1};
