#include "clocks.h"

#include "regs.h"

enum {
	CRYSTAL_MHZ = 12,
	CRYSTAL_START = 47 * 64, /* in 256 crystal cycles: 64 ms, because some boards' crystals start slowly */
};

static void wait_for(uint32_t address, uint32_t bits)
{
	while ((REG(address) & bits) != bits)
		;
}

void blocks_start(uint32_t mask)
{
	SET_BITS(RESETS_RESET) = mask;
	CLEAR_BITS(RESETS_RESET) = mask;
	wait_for(RESETS_RESET_DONE, mask);
}

static void start_crystal(void)
{
	REG(XOSC_STARTUP) = CRYSTAL_START;
	REG(XOSC_CTRL) = XOSC_1_TO_15_MHZ | XOSC_ENABLE;
	wait_for(XOSC_STATUS, XOSC_STABLE);
	REG(CLK_REF_CTRL) = CLK_REF_SRC_XOSC;
	wait_for(CLK_REF_SELECTED, BIT(CLK_REF_SRC_XOSC));
}

/* 12 MHz x feedback / divide_1 / divide_2; the product before dividing has to be 750 to 1600 MHz. */
static void start_pll(uint32_t pll, uint32_t reset, uint32_t feedback, uint32_t divide_1, uint32_t divide_2)
{
	blocks_start(reset);
	REG(PLL_CS(pll)) = 1; /* the crystal, undivided */
	REG(PLL_FBDIV_INT(pll)) = feedback;
	CLEAR_BITS(PLL_PWR(pll)) = PLL_PWR_PD | PLL_PWR_VCOPD;
	wait_for(PLL_CS(pll), PLL_LOCK);
	REG(PLL_PRIM(pll)) = divide_1 << 16 | divide_2 << 12;
	CLEAR_BITS(PLL_PWR(pll)) = PLL_PWR_POSTDIVPD;
}

void clocks_init(void)
{
	start_crystal();
	start_pll(PLL_SYS, RESET_PLL_SYS, 125, 6, 2);
	REG(CLK_SYS_CTRL) = 0; /* still from the reference, its other input now from PLL_SYS */
	REG(CLK_SYS_CTRL) = CLK_SYS_SRC_AUX;
	wait_for(CLK_SYS_SELECTED, BIT(CLK_SYS_SRC_AUX));
	REG(CLK_PERI_CTRL) = CLK_ENABLE; /* from the system clock */
	REG(WATCHDOG_TICK) = CRYSTAL_MHZ | WATCHDOG_TICK_ENABLE;
	blocks_start(RESET_TIMER);
}

void clocks_init_usb(void)
{
	start_pll(PLL_USB, RESET_PLL_USB, 120, 6, 5);
	REG(CLK_USB_CTRL) = CLK_ENABLE; /* from PLL_USB */
}
