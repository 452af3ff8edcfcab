// Printed parts, each lying on the bed as it is printed. PETG or ASA, four walls; no part carries its load in bending.

// Carries the frame of a half-bridge cell all round; its tongue hangs free over the relief and must never touch.
function holder_wall() = 6;
function holder_size() = half_size + 2 * fit + 2 * holder_wall();
module holder() {
    high = holder_floor + relief + half_sheet + 1;
    pocket = half_size + 2 * fit;
    difference() {
        union() {
            translate([0, 0, high / 2]) cube([holder_size(), holder_size(), high], center = true);
            for (r = [0, 90]) rotate(r) translate([holder_size() / 2, holder_ear_y(r), 0]) ear();
        }
        translate([-pocket / 2, -pocket / 2, holder_floor + relief]) cube([pocket, pocket, high]);
        translate([-pocket / 2 + ledge, -pocket / 2 + ledge, holder_floor])
            cube([pocket - 2 * ledge, pocket - 2 * ledge, high]);
        // The three wires leave beside an ear, to the middle of the plate.
        translate([0, -5, holder_floor]) cube([holder_size(), 10, high]);
        for (r = [0, 90]) rotate(r) translate([holder_size() / 2 + 6, holder_ear_y(r), -1]) cylinder(d = 4.2, h = 20);
    }
}

function holder_ear_y(r) = r == 0 ? -14 : 0;
module ear() translate([-1, -8, 0]) cube([13, 16, 4]);

// Under the plate, over a cell's button: holds the steel disc that the button presses on.
module puck() difference() {
    cylinder(d = 28, h = puck_h);
    translate([0, 0, puck_h - disc_t - dish]) cylinder(d = 16 + fit, h = puck_h);
    for (s = [-1, 1]) translate([s * 11, 0, -1]) cylinder(d = 2.8, h = puck_h + 2);
}

// Screwed under runners and beams; a rubber disc is glued into the cup.
module foot() difference() {
    cylinder(d1 = 36, d2 = 38, h = foot_h - 2);
    translate([0, 0, foot_h - 4]) cylinder(d = 32 + fit, h = 5);
    translate([0, 0, -1]) cylinder(d = 4.5, h = 20);
    translate([0, 0, 3]) cylinder(d = 9, h = 20);
}

// Electronics: hangs under the deck, its floor against the wood, its lid below.
function box_size() = [150, 100, 36];
function box_at() = [plate_x - 2, (beam_y[1] + board_t + beam_y[2]) / 2, beam_z];
function box_wall() = 2.4;
// An Uno is 68.6 x 53.4; its holes and the middle of its plug, turned so that the plug looks to +x.
function turned(p) = [68.6 - p.x, 53.4 - p.y];
uno_holes = [for (p = [[14, 2.5], [15.3, 50.7], [66.1, 7.6], [66.1, 35.5]]) turned(p)];
uno_plug = turned([0, 38.1]);
uno_at = [0, -27, 0];
module box() {
    s = box_size();
    w = box_wall();
    difference() {
        union() {
            difference() {
                translate([-s.x / 2, -s.y / 2, 0]) cube(s);
                translate([-s.x / 2 + w, -s.y / 2 + w, w]) cube([s.x - 2 * w, s.y - 2 * w, s.z]);
            }
            for (x = [-1, 1], y = [-1, 1]) translate([x * (s.x / 2 - 5), y * (s.y / 2 - 5), 0]) cylinder(d = 10, h = s.z);
            for (x = [-1, 1]) translate([x * (s.x / 2 + 5), 0, 1.5]) cube([12, 24, 3], center = true);
            translate(uno_at) for (p = uno_holes) translate([p.x, p.y, 0]) cylinder(d = 6, h = w + 5);
            // Rails between which up to four converter boards stick with foam tape.
            for (i = [0:4]) translate([-s.x / 2 + 12, -s.y / 2 + 8 + i * 19, w]) cube([40, 1.6, 3]);
        }
        for (x = [-1, 1], y = [-1, 1]) translate([x * (s.x / 2 - 5), y * (s.y / 2 - 5), s.z - 12]) cylinder(d = 2.6, h = 20);
        for (x = [-1, 1]) translate([x * (s.x / 2 + 6.5), 0, -1]) cylinder(d = 4.2, h = 10);
        translate(uno_at) for (p = uno_holes) translate([p.x, p.y, 1]) cylinder(d = 2.6, h = 20);
        // USB, out to the side.
        translate([s.x / 2 - w - 1, uno_at.y + uno_plug.y - 7, w + 5]) cube([20, 14, 14]);
        // Cables of the cells, with a hole on each side of the slot for a cable tie.
        for (i = [0:3]) translate([-s.x / 2 - 1, -s.y / 2 + 18 + i * 19, s.z - 8]) cube([w + 2, 7, 10]);
        for (i = [0:4]) translate([-s.x / 2 - 1, -s.y / 2 + 10.5 + i * 19, s.z - 14]) cube([w + 2, 3, 4]);
    }
}

module box_lid() {
    s = box_size();
    difference() {
        translate([-s.x / 2, -s.y / 2, 0]) cube([s.x, s.y, 2.4]);
        for (x = [-1, 1], y = [-1, 1]) translate([x * (s.x / 2 - 5), y * (s.y / 2 - 5), -1]) cylinder(d = 3.4, h = 10);
    }
}
