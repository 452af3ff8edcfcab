// Bought parts, as far as they take up room.

// With its bolts: from below the doubler into the fixed end, from the spreader into the loose one.
module single_cell() {
    single_block();
    for (b = single_bolts) {
        translate([0, single_size.y / 2 - b, -spacer_t - 2 * board_t - 8]) {
            cylinder(d = single_bolt_d, h = spacer_t + 2 * board_t + 20);
            cylinder(d = 1.6 * single_bolt_d, h = 8);
        }
        translate([0, b - single_size.y / 2, single_size.z - 14])
            cylinder(d = single_bolt_d, h = 14 + spacer_t + spreader.z - 1);
    }
}

module single_block() difference() {
    translate([-single_size.x / 2, -single_size.y / 2, 0]) cube(single_size);
    // The double hole that makes it a parallelogram.
    for (y = [-12, 12]) translate([0, y, single_size.z / 2]) rotate([0, 90, 0]) cylinder(d = 26, h = 60, center = true);
}

module half_cell() {
    difference() {
        translate([0, 0, half_sheet / 2]) cube([half_size, half_size, half_sheet], center = true);
        // The slot that leaves the tongue hanging.
        difference() {
            cube([24, 24, 20], center = true);
            cube([14, 30, 30], center = true);
        }
    }
    translate([0, 0, half_sheet]) cylinder(d = half_button_d, h = half_button_h);
}

module disc() cylinder(d = 16, h = disc_t);

// Non-slip tape where the forefeet stand.
module tape() translate([8 - plate_w / 2, 4, 0]) cube([plate_w - 16, 100, 0.8]);

// A bolt up through the deck whose head stops a corner of the plate; z = 0 is the deck's top.
module stop() {
    reach = plate_z - deck_z - stop_gap;
    translate([0, 0, -board_t - 8]) cylinder(d = 8, h = reach + board_t + 8);
    translate([0, 0, reach - 5]) cylinder(d = 13, h = 5);
    cylinder(d = 15, h = 6.5);
    translate([0, 0, -board_t - 6.5]) cylinder(d = 15, h = 6.5);
}

// A bolt that keeps a loose plate from being lifted off its cells, with 2 mm of play under the deck.
module keeper() {
    below = board_t + 2;
    translate([0, 0, -below - 6]) cylinder(d = 5, h = plate_z + plate_t - deck_z + below + 6 - 1);
    translate([0, 0, -below - 1.5]) cylinder(d = 20, h = 1.5);
}
