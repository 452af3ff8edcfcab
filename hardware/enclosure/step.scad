// The step: two plates on load cells, a deck under them, runners on the floor. Millimetres.
//
// x goes to the right, y forward from the rear edge over which the heels hang, z up from the floor.
// Nobody has built it yet; README.md says what is arithmetic and what is only a guess.
//
//   openscad step.scad                               the assembled step
//   openscad -D 'part="box"' -o box.stl step.scad    one part, lying as it is printed or cut
//   openscad -D 'cell="half"' ...                    the build with four half-bridge cells a plate

include <bought.scad>
include <cut.scad>
include <printed.scad>

/* [What to show] */
part = "assembly";  // assembly, exploded, a name of `makes`, or placed
at = "";            // with part = "placed": one name of `placed_names`; with "outline", "dims": one of `cut`
pairs = [];         // with part = "clash": what each two of `placed_names` have in common

/* [Build] */
cell = "single";    // [single:one single-point cell a plate, half:four half-bridge cells a plate]
plate_w = 250;
plate_d = 300;
plate_t = 18;       // 18 plywood or 12 aluminium: loads.md
gap = 8;            // between the plates: nothing must bridge it
edge_h = 160;       // top of the plates above the floor
drop = 100;         // how far a heel may come below the edge
board_t = 18;       // deck, beams and runners
tail = 150;         // runners reach this far behind the edge, so that the step cannot tip backwards
front = 30;         // and deck and runners this far in front of the plates

/* [Single-point cell: measure yours] */
single_size = [40, 150, 40];  // width, length, height
single_bolts = [15, 35];      // from each end to its two threads
single_bolt_d = 8;
single_y = 100;               // its centre from the edge: between where people stand on their forefeet and flat
spacer_t = 6;                 // aluminium between cell and deck, and between cell and spreader
spreader = [170, 220, 10];    // aluminium under the plate
spreader_y = 20;
stop_gap = 1.5;               // under each corner: closes before a cell is overloaded; assembly.md sets it

/* [Half-bridge cell: measure yours] */
half_size = 34;
half_sheet = 3;     // thickness of its frame
half_button_d = 10;
half_button_h = 3;  // above the frame
half_inset = 25;    // of its centre from the plate's edges
relief = 4;         // free depth under its tongue
ledge = 4;          // width of the rim that carries its frame

/* [Printing] */
bed = 220;
fit = 0.3;          // added around whatever is put into a printed part
foot_h = 10;        // printed foot with its rubber disc

$fn = 48;

// What follows from it.
holder_floor = 3;
disc_t = 2;         // steel disc between button and plate
dish = 1.5;         // how deep the button sits in the puck
puck_h = 6;
stack = cell == "single" ? 2 * spacer_t + single_size.z + spreader.z
                         : holder_floor + relief + half_sheet + half_button_h - dish + puck_h;
plate_z = edge_h - plate_t;
deck_z = plate_z - stack;             // its top
beam_z = deck_z - board_t;            // top of beams and runners
beam_h = beam_z - foot_h;
width = 2 * plate_w + gap;
inner = width - 2 * board_t;          // between the runners
deck_y = 2;                           // the deck's rear edge
depth = plate_d + front;              // where deck and runners end
plate_x = (plate_w + gap) / 2;        // a plate's centre
beam_y = [deck_y, 182, depth - board_t];
half_at = [for (x = [-1, 1], y = [half_inset, plate_d - half_inset]) [x * (plate_w / 2 - half_inset), y]];
stop_at = cell == "single" ? [for (x = [-98, 98], y = [30, plate_d - 30]) [x, y]]
                           : [for (x = [-40, 40], y = [30, 165]) [x, y]];
keeper_at = [[0, 60], [0, 165]];

assert(edge_h - drop >= 30, "the heel would touch the floor: raise edge_h");
assert(beam_h >= 40, "deck and floor are too close: raise edge_h");

// What is made, and from what: one name for each different part.
printed = cell == "single" ? ["foot", "box", "box_lid"] : ["foot", "box", "box_lid", "holder", "puck"];
cut = concat(["plate", "deck", "runner", "beam", "spine_rear", "spine_front"],
             cell == "single" ? ["spreader", "spacer", "doubler"] : []);
makes = concat(printed, cut);

module make(name) {
    if (name == "foot") foot();
    else if (name == "box") box();
    else if (name == "box_lid") box_lid();
    else if (name == "holder") holder();
    else if (name == "puck") puck();
    else linear_extrude(thickness(name)) outline(name);
}

// Where everything stands: [name, part, position, rotation, colour, how far it moves in the exploded view].
wood = "BurlyWood";
metal = "LightSteelBlue";
print = "DarkOrange";
black = "DimGray";
side = [[-1, "left"], [1, "right"]];

function each_plate() = [for (s = side) each concat(
    [[str("plate_", s[1]), "plate", [s[0] * plate_x, 0, plate_z], [0, 0, 0], wood, 130]],
    cell == "single" ? single_parts(s) : half_parts(s),
    [[str("tape_", s[1]), "tape", [s[0] * plate_x, 0, edge_h], [0, 0, 0], black, 130]],
    [for (i = [0:3]) [str("stop_", s[1], i), "stop",
        [s[0] * plate_x + stop_at[i].x, stop_at[i].y, deck_z], [0, 0, 0], metal, 20]])];

function single_parts(s) = [
    [str("spreader_", s[1]), "spreader", [s[0] * plate_x, 0, plate_z - spreader.z], [0, 0, 0], metal, 100],
    [str("spacer_top_", s[1]), "spacer",
        [s[0] * plate_x, single_y - single_size.y / 2, plate_z - spreader.z - spacer_t], [0, 0, 0], metal, 80],
    [str("cell_", s[1]), "single_cell", [s[0] * plate_x, single_y, deck_z + spacer_t], [0, 0, 0], black, 50],
    [str("spacer_bottom_", s[1]), "spacer",
        [s[0] * plate_x, single_y + single_size.y / 2 - spacer_l(), deck_z], [0, 0, 0], metal, 30],
    [str("doubler_", s[1]), "doubler", [s[0] * plate_x, 0, beam_z - board_t], [0, 0, 0], wood, -15]];

function half_parts(s) = [each [for (i = [0:3]) let (p = [s[0] * plate_x + half_at[i].x, half_at[i].y]) each [
    [str("holder_", s[1], i), "holder", [p.x, p.y, deck_z], [0, 0, inwards(half_at[i])], print, 20],
    [str("cell_", s[1], i), "half_cell", [p.x, p.y, deck_z + holder_floor + relief], [0, 0, 0], black, 50],
    [str("disc_", s[1], i), "disc", [p.x, p.y, plate_z - puck_h + dish], [0, 0, 0], metal, 80],
    [str("puck_", s[1], i), "puck", [p.x, p.y, plate_z], [180, 0, 0], print, 100]]],
    for (i = [0:1]) [str("keeper_", s[1], i), "keeper",
        [s[0] * plate_x + keeper_at[i].x, keeper_at[i].y, deck_z], [0, 0, 0], metal, 130]];

// A holder's ears and wires look to the middle of its plate.
function inwards(p) = p.x < 0 ? (p.y < plate_d / 2 ? 0 : 270) : (p.y < plate_d / 2 ? 90 : 180);

function carcass() = concat(
    [["deck", "deck", [0, 0, beam_z], [0, 0, 0], wood, 0]],
    [for (s = side) [str("runner_", s[1]), "runner",
        [s[0] * (width / 2 - board_t / 2) - board_t / 2, 0, foot_h], [90, 0, 90], wood, -30]],
    [for (i = [0:2]) [str("beam_", i), "beam", [0, beam_y[i] + board_t, foot_h], [90, 0, 0], wood, -30]],
    [["spine_rear", "spine_rear", [-board_t / 2, beam_y[0] + board_t, foot_h], [90, 0, 90], wood, -30],
     ["spine_front", "spine_front", [-board_t / 2, beam_y[1] + board_t, foot_h], [90, 0, 90], wood, -30]],
    [for (i = [0:len(foot_at()) - 1]) [str("foot_", i), "foot",
        [foot_at()[i].x, foot_at()[i].y, foot_h], [180, 0, 0], print, -70]],
    [["box", "box", box_at(), [180, 0, 0], print, -70],
     ["box_lid", "box_lid", box_at() - [0, 0, box_size().z], [180, 0, 0], print, -100]]);

function foot_at() = concat(
    [for (s = [-1, 1], y = [15 - tail, 40, depth - 25]) [s * (width - board_t) / 2, y]],
    [[0, beam_y[0] + board_t / 2 + 20], [0, beam_y[2] - 25]]);

placed_parts = concat(carcass(), each_plate());
placed_names = [for (p = placed_parts) p[0]];

module shape(name) {
    if (name == "single_cell") single_cell();
    else if (name == "half_cell") half_cell();
    else if (name == "stop") stop();
    else if (name == "disc") disc();
    else if (name == "keeper") keeper();
    else if (name == "tape") tape();
    else make(name);
}

module placed(p, explode = 0)
    translate(p[2] + [0, 0, p[5] * explode]) rotate(p[3]) color(p[4]) shape(p[1]);

module named(name) for (p = placed_parts) if (p[0] == name) placed(p);

module assembly(explode = 0) for (p = placed_parts) placed(p, explode);

// For tools: what there is, and the figures that pages and tests rest on.
echo(makes = makes);
echo(printed = printed);
echo(cut = cut);
echo(placed_names = placed_names);
echo(placed_kinds = [for (p = placed_parts) p[1]]);
echo(placed_at = [for (p = placed_parts) p[2]]);
echo(placed_turned = [for (p = placed_parts) p[3]]);
echo(bed = bed, edge_h = edge_h, drop = drop, plate_w = plate_w, plate_d = plate_d, plate_t = plate_t, gap = gap,
     deck_z = deck_z, beam_h = beam_h, board_t = board_t, width = width, depth = depth, tail = tail,
     half_inset = half_inset, single_y = single_y, clamp_y = single_y - single_size.y / 2 + spacer_l(),
     spreader_w = spreader.x, spreader_t = spreader.z, foot_rear_y = 15 - tail, foot_front_y = depth - 25,
     foot_x = (width - board_t) / 2, beam_rear_y = beam_y[0] + board_t / 2, beam_middle_y = beam_y[1] + board_t / 2,
     single_fixed_y = single_y + single_size.y / 2 - spacer_l() / 2, doubler_w = doubler().x);
if (part == "assembly") assembly();
else if (part == "exploded") assembly(1);
else if (part == "placed") { named(at); }
else if (part == "clash") {
    for (pair = pairs) intersection() {
        named(pair[0]);
        named(pair[1]);
    }
}
else if (part == "outline") outline(at);
else if (part == "dims") { echo(dims = dims(at)); square(1); }
else shape(part);
